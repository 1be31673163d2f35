// News of what is under way, as the desk sends it; when it is over the page is loaded anew.
"use strict";

const follow = document.getElementById("follow");

function bar(place, { said, done, of }) {
  place.querySelector(".step-said").textContent = said;
  const progress = place.querySelector("progress");
  if (of) Object.assign(progress, { max: of, value: done });
  else progress.removeAttribute("value");
}

function step(list, n, news) {
  while (list.children.length <= n) {
    const line = document.createElement("li");
    const said = document.createElement("span");
    const progress = document.createElement("progress");
    said.className = "step-said";
    line.append(said, " ", progress);
    list.append(line);
  }
  const line = list.children[n];
  line.querySelector("progress").setAttribute("aria-label", news.said);
  line.querySelector("progress").hidden = !news.of;
  bar(line, news);
}

if (follow) {
  const source = new EventSource(follow.dataset.news);
  source.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    if (news.over) {
      source.close();
      location.reload();
    } else if (news.steps) {
      news.steps.forEach((one, n) => step(document.getElementById("steps"), n, one));
    } else {
      const place = document.querySelector(`[data-report="${CSS.escape(news.id)}"]`);
      if (place) bar(place, news);
    }
  });
}
