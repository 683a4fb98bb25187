"""Run inside the environment of py-irt: positions by its two-parameter model, and seconds.

``python _py_irt.py VOTES.npz POSITIONS.npz EPOCHS``; reads `subject`, `item` and `answer`.
"""

import sys
import time

import numpy as np


def main(votes: str, positions: str, epochs: int) -> None:
    """Fit, and write positions by number of subject."""
    import pandas as pd
    from py_irt.config import IrtConfig  # pyright: ignore[reportMissingImports]
    from py_irt.dataset import Dataset  # pyright: ignore[reportMissingImports]
    from py_irt.training import IrtModelTrainer  # pyright: ignore[reportMissingImports]

    with np.load(votes) as held:
        subject, item, answer = held["subject"], held["item"], held["answer"]
    wide = pd.DataFrame(np.nan, index=range(subject.max() + 1), columns=range(item.max() + 1))
    table = wide.to_numpy()
    table[subject, item] = answer
    frame = pd.DataFrame(table, columns=[f"i{n}" for n in wide.columns])
    frame.insert(0, "subject", [f"s{n}" for n in wide.index])
    data = Dataset.from_pandas(frame, subject_column="subject", item_columns=frame.columns[1:])
    config = IrtConfig(model_type="2pl", epochs=epochs, seed=0, priors="hierarchical")
    begin = time.perf_counter()
    trainer = IrtModelTrainer(data_path=None, config=config, dataset=data, verbose=False)
    trainer.train(device="cpu")
    seconds = time.perf_counter() - begin
    found = trainer.irt_model.export()["ability"]
    names = trainer._dataset.ix_to_subject_id
    ability = np.full(len(frame), np.nan)
    for place, value in enumerate(found):
        ability[int(names[place][1:])] = value
    np.savez(positions, ability=ability, seconds=seconds)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
