-- Runs once in a new volume of docker-compose.yml, as the superuser `postgres`. The service has a role that row-level security binds: a
-- superuser passes it.
\getenv password POSTGRES_PASSWORD
CREATE ROLE gatecast LOGIN PASSWORD :'password' NOSUPERUSER NOBYPASSRLS;
CREATE DATABASE gatecast OWNER gatecast;
