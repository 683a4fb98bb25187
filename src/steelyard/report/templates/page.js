"use strict";
// Sorting and read-outs only; the page is complete without this script.
(function () {
  function value(cell) {
    var text = cell.textContent.trim().replace(/−/g, "-").replace(/,/g, "");
    var number = parseFloat(text);
    return isNaN(number) ? text : number;
  }

  function order(table, column, falling) {
    var body = table.tBodies[0];
    Array.from(body.rows)
      .sort(function (one, other) {
        var x = value(one.cells[column]), y = value(other.cells[column]);
        var after = typeof x === typeof y ? (x > y) - (x < y) : typeof x === "number" ? -1 : 1;
        return falling ? -after : after;
      })
      .forEach(function (row) { body.appendChild(row); });
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    var heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      if (head.classList.contains("still")) { return; }
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var falling = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", falling ? "descending" : "ascending");
        order(table, column, falling);
      });
    });
  });

  document.querySelectorAll("table.filtered").forEach(function (table) {
    var rows = Array.from(table.tBodies[0].rows);
    if (rows.length < 8) { return; }
    var label = document.createElement("label"), field = document.createElement("input");
    var told = document.createElement("span");
    label.className = "filter";
    label.textContent = "Show only rows with ";
    field.type = "search";
    told.setAttribute("role", "status");
    label.append(field, " ", told);
    table.closest(".scroll").before(label);
    field.addEventListener("input", function () {
      var wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean), left = 0;
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !wanted.every(function (word) { return text.indexOf(word) >= 0; });
        left += row.hidden ? 0 : 1;
      });
      told.textContent = wanted.length ? left + " of " + rows.length : "";
    });
  });

  function unfold() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    var fold = target && target.closest("details");
    if (fold && !fold.open) { fold.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  var box = document.getElementById("say");

  // Rows and cells: the one mark that is nearest both ways.
  function closest(marks, x, y) {
    var found = null, least = 30;
    marks.forEach(function (mark) {
      var away = Math.hypot(mark.cx.baseVal.value - x, mark.cy.baseVal.value - y);
      if (away < least) { least = away; found = mark; }
    });
    return found ? [found] : [];
  }

  function near(svg, event) {
    var scale = svg.viewBox.baseVal.width / svg.getBoundingClientRect().width;
    var frame = svg.getBoundingClientRect();
    var x = (event.clientX - frame.left) * scale, y = (event.clientY - frame.top) * scale;
    var rows = svg.closest("figure").id === "ranking";
    var marks = Array.from(svg.querySelectorAll(".says circle"));
    var axis = rows ? "cy" : "cx", at = rows ? y : x, best = Infinity;
    marks.forEach(function (mark) {
      best = Math.min(best, Math.abs(mark[axis].baseVal.value - at));
    });
    marks.forEach(function (mark) { mark.classList.remove("on"); });
    if (svg.closest("figure.full")) { return closest(marks, x, y); }
    if (best > 24) { return []; }
    return marks.filter(function (mark) {
      return Math.abs(Math.abs(mark[axis].baseVal.value - at) - best) < 0.6;
    });
  }

  function hide(svg) {
    box.hidden = true;
    svg.querySelectorAll(".on").forEach(function (mark) { mark.classList.remove("on"); });
  }

  document.querySelectorAll(".plot svg").forEach(function (svg) {
    if (!svg.querySelector(".says")) { return; }
    svg.addEventListener("pointermove", function (event) {
      var found = near(svg, event);
      if (!found.length) { hide(svg); return; }
      box.textContent = "";
      found.forEach(function (mark) {
        mark.classList.add("on");
        var line = document.createElement("div");
        line.textContent = mark.dataset.say;
        box.appendChild(line);
      });
      box.hidden = false;
      var left = Math.min(event.clientX + 14, window.innerWidth - box.offsetWidth - 8);
      box.style.left = Math.max(8, left) + "px";
      box.style.top = Math.max(8, event.clientY - box.offsetHeight - 14) + "px";
    });
    svg.addEventListener("pointerleave", function () { hide(svg); });
  });
})();
