-- Texts are UTF-8, times ISO 8601 in UTC. What a person has not settled is the empty text.
create table plan (
  id integer primary key,
  body text not null,
  name text not null,
  unique (body, name)
) strict;

create table report (
  id text primary key,              -- what results call the report
  sha256 text not null unique,      -- of its PDF
  file text not null,               -- the PDF's name, as it came
  state text not null check (state in ('waiting', 'read', 'failed')),
  why text not null default '',     -- it could not be read
  added text not null,
  version text not null default '', -- of the program that read it
  body text not null default '',    -- as a person settled them, else as the report says
  plan text not null default '',
  year text not null default '',    -- 2025 or 2025-06
  sure integer not null default 0,  -- whether the year is settled, or said by the report itself
  facts text not null default '{}', -- what else the reading says: JSON, see records.py
  named text not null default '{}'  -- labels of its columns that a person named: JSON, role to labels
) strict;

create table comparison (
  id text primary key,
  plan integer not null references plan (id),
  state text not null check (state in ('waiting', 'done', 'failed', 'cancelled')),
  why text not null default '',
  asked text not null,
  made text not null default '',
  version text not null default '',
  policy text not null default '',  -- that of its report.html: the one script that may run in it
  decisions integer not null default 0, -- the last change of decisions that its files hold
  facts text not null default '{}'  -- counts: JSON, see records.py
) strict;
create index comparison_by_plan on comparison (plan);

create table compared (
  comparison text not null references comparison (id) on delete cascade,
  place integer not null,           -- from 0, the earliest first
  report text not null references report (id),
  year text not null,
  primary key (comparison, place)
) strict, without rowid;
create index compared_by_report on compared (report);

-- One step of somebody's: what it added and what it took away, so that it can be undone.
create table change (
  id integer primary key autoincrement,
  plan integer not null references plan (id),
  at text not null,
  undoes integer references change (id)
) strict;
create index change_by_plan on change (plan);

create table ruling (
  key text primary key,             -- given by the page that made it: to send it twice changes nothing
  plan integer not null references plan (id),
  kind text not null, a_report text not null, a_item text not null, a_text text not null,
  b_report text not null, b_item text not null, b_text text not null,
  ruling text not null, by text not null, "on" text not null, note text not null,
  made integer not null references change (id),
  gone integer references change (id),
  -- One that an undo brought back has a key of its own, so that a late page does not take it away once more. This says
  -- which one it was, so that the step that first made it can still be undone.
  again_of text not null default ''
) strict;
create index ruling_by_plan on ruling (plan);
create index ruling_again on ruling (again_of) where again_of <> '';

-- What a person said of the columns of a body's reports.
create table setting (
  body text not null,
  role text not null,
  label text not null,
  primary key (body, label)
) strict, without rowid;
