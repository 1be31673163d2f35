// Files that are dropped or chosen go to the desk one by one; then the page of the reports to compare opens.
"use strict";

const JSON_WANTED = { accept: "application/json" };

/** What the desk answers; throws an Error with its sentence where it refuses. */
async function sent(address, file) {
  const answer = await fetch(address, { method: "POST", body: file, headers: JSON_WANTED }).catch(() => null);
  if (!answer) throw new Error("The desk does not answer. Is it still running?");
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.why || `The desk answered ${answer.status}.`);
  return said;
}

function refusedFor(drop, file) {
  const most = Number(drop.dataset.largest);
  if (file.size > most) return `The file is larger than the ${Math.floor(most / 1e6).toLocaleString("en-GB")} MB that this desk takes.`;
  return file.size === 0 ? "It is empty, or a folder." : "";
}

async function take(drop, files) {
  const list = drop.querySelector("#coming");
  const said = drop.querySelector("#upload-said");
  const chosen = drop.dataset.chosen.split(",").filter(Boolean);
  let refused = 0;
  let told = 0; // files of which something is to be read first
  said.textContent = `${files.length} ${files.length === 1 ? "file is" : "files are"} coming in.`;
  for (const file of files) {
    const line = document.createElement("li");
    line.textContent = `${file.name}: coming in`;
    list.append(line);
    try {
      const why = refusedFor(drop, file);
      if (why) throw new Error(why);
      const { id, file: name, known } = await sent(`${drop.dataset.to}?name=${encodeURIComponent(file.name)}`, file);
      const twice = chosen.includes(id);
      if (!twice) chosen.push(id);
      const same = `is the very same file as ${name}, ${twice ? "so it is taken once" : "which is here already"}.`;
      line.textContent = known || twice ? `${file.name} ${same}` : `${file.name}: here`;
      told += known || twice;
    } catch (error) {
      refused += 1;
      line.textContent = `${file.name} was not taken. ${error.message.replace(`${file.name}: `, "It ")}`;
    }
  }
  const next = `${drop.dataset.go}?${chosen.map((id) => `r=${encodeURIComponent(id)}`).join("&")}`;
  said.textContent = refused ? `Not taken: ${refused} of ${files.length} ${files.length === 1 ? "file" : "files"}.` : "";
  if (!refused && !told) return location.assign(next);
  const on = drop.querySelector("#go-on");
  on.hidden = chosen.length === 0;
  on.querySelector("a").href = next;
}

function listen(drop, use) {
  const input = drop.querySelector("input");
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = ""; // so that the same file may be chosen again
    if (files.length) use(files);
  });
  drop.addEventListener("dragover", (event) => (event.preventDefault(), drop.classList.add("over")));
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files.length) use([...event.dataTransfer.files]);
  });
}

const drop = document.getElementById("drop");
if (drop) listen(drop, (files) => take(drop, files));

const bring = document.getElementById("bring");
if (bring) {
  listen(bring, async ([file]) => {
    const said = bring.querySelector("#bring-said");
    said.textContent = `${file.name} is coming in.`;
    try {
      said.textContent = (await sent(bring.dataset.to, file)).said;
      bring.querySelector("#brought").hidden = false;
    } catch (error) {
      said.textContent = `${file.name} was not taken. ${error.message}`;
    }
  });
}

// A file that misses the place would else open in the window, over the page.
for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
