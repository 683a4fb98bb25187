import subprocess,json,sys,tomllib,pathlib
py=tomllib.loads(pathlib.Path('pyproject.toml').read_text())
from importlib.metadata import distribution, PackageNotFoundError
from packaging.requirements import Requirement
def closure(roots):
    seen={}; todo=list(roots)
    while todo:
        r=Requirement(todo.pop()) 
        if r.marker and not r.marker.evaluate({'extra':''}): continue
        n=r.name.lower().replace('_','-')
        if n in seen: continue
        try: d=distribution(r.name)
        except PackageNotFoundError: print('missing',r.name,file=sys.stderr); continue
        seen[n]=d.version
        for q in d.requires or []:
            q2=Requirement(q)
            if q2.marker is None or any(q2.marker.evaluate({'extra':e}) for e in ({''}|set(r.extras))): todo.append(q)
    return seen
run=closure(py['project']['dependencies']+['hatchling','editables'])
dev=closure(py['project']['optional-dependencies']['test'])
hdr='# Exact versions that were tested together (Python 3.11). Made by `python requirements/lock.py`.\n'
def put(name,seen,skip=()): pathlib.Path(f'requirements/{name}.txt').write_text(hdr+''.join(f'{n}=={v}\n' for n,v in sorted(seen.items()) if n not in skip))
put('run',run); put('dev',dev,run); 
bench=closure(py['project']['optional-dependencies']['bench']); put('bench',bench,{**run,**dev})
