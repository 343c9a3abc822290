-- Written by hand. The names of members were read one by one.
CREATE INDEX "user_search_tokens_idx" ON "user_search"
    USING gin (array_to_tsvector(string_to_array(btrim("tokens"), ' '))) WITH (fastupdate = off);
