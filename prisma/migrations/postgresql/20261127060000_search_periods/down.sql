CREATE INDEX IF NOT EXISTS "post_search_tokens_idx" ON "post_search"
    USING gin (array_to_tsvector(string_to_array(btrim("tokens"), ' '))) WITH (fastupdate = off);

DROP INDEX "post_search_periods_idx";
