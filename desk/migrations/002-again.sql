-- A decision that an undo brought back has a key of its own, so that a late page does not take it away once more. This
-- says which one it was, so that the step that first made it can still be undone.
alter table ruling add column again_of text not null default '';
create index ruling_again on ruling (again_of) where again_of <> '';
