-- The rights of the role that the site works with: the log can be read and added to, and nothing else.
--
-- Two roles: the owner of the database runs `manage.py migrate` (its DATABASE_URL is used for that command alone), and
-- netral_app is what pages and worker sign in as. A role that owns a table may drop its triggers: so the site owns none.
-- Run as the owner, in the site's database, after every migrate; it may be run again at any time:
--
--     psql "$OWNER_DATABASE_URL" --set ON_ERROR_STOP=1 --file deploy/postgresql/roles.sql
--     psql "$OWNER_DATABASE_URL" --command '\password netral_app'        (once)
--
-- `manage.py doctor` with the site's own DATABASE_URL says whether the log is out of its reach.

DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'netral_app') THEN
        CREATE ROLE netral_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
    END IF;
END $$;

GRANT USAGE ON SCHEMA public TO netral_app;
REVOKE CREATE ON SCHEMA public FROM netral_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO netral_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO netral_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO netral_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO netral_app;

-- The log: events, access records, and the batches that they are sealed in.
REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER
    ON workflow_event, workflow_accessrecord, workflow_accessseal FROM netral_app, PUBLIC;
-- The head of the chain moves with every event and is never removed.
REVOKE DELETE, TRUNCATE ON workflow_chainhead FROM netral_app, PUBLIC;
