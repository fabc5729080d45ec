-- What ended when, by flow: how flows fared in the last hours, what is in their dead letter channels, what goes on now.
create index execution_ended on execution (flow_id, state, ended_at) where ended_at is not null;
