"use strict";
// Filters of the claims; without this script all of them are listed.
(function () {
  var bar = document.getElementById("claims-filter"), list = document.getElementById("claims-list");
  if (!bar || !list) { return; }
  var rows = Array.from(list.children), fields = {};
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });

  function labelled(name, field) {
    var label = document.createElement("label");
    label.className = "filter";
    label.textContent = name + " ";
    label.appendChild(field);
    field.addEventListener("input", show);
    bar.appendChild(label);
    return field;
  }

  function choice(key, name, options) {
    var field = document.createElement("select");
    [["", "all"]].concat(options).forEach(function (pair) {
      field.add(new Option(pair[1], pair[0]));
    });
    fields[key] = labelled(name, field);
  }

  choice("d", "Document", JSON.parse(bar.dataset.documents));
  choice("o", "Domain", JSON.parse(bar.dataset.domains));
  choice("v", "Verdict", JSON.parse(bar.dataset.verdicts));
  var search = document.createElement("input");
  search.type = "search";
  fields.q = labelled("With", search);
  var told = document.createElement("p");
  told.className = "note";
  told.setAttribute("role", "status");
  bar.appendChild(told);

  function show() {
    var wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean), left = 0;
    rows.forEach(function (row, place) {
      var kept = ["d", "o", "v"].every(function (key) {
        return !fields[key].value || row.dataset[key] === fields[key].value;
      }) && wanted.every(function (word) { return texts[place].indexOf(word) >= 0; });
      row.hidden = !kept;
      left += kept ? 1 : 0;
    });
    told.textContent = left + " of " + rows.length + " statements";
  }

  // An address such as #claims?v=f&o=trade opens the page with these filters set.
  function follow() {
    var found = location.hash.match(/^#claims\?(.*)$/);
    if (!found) { return; }
    new URLSearchParams(found[1]).forEach(function (value, key) {
      if (fields[key]) { fields[key].value = value; }
    });
    show();
    bar.scrollIntoView();
  }
  window.addEventListener("hashchange", follow);
  show();
  follow();
})();
