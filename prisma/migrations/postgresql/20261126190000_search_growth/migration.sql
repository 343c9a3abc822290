-- Written by hand. Without this index, a search for the names of members scans the whole table.
CREATE INDEX "user_search_tokens_idx" ON "user_search"
    USING gin (array_to_tsvector(string_to_array(btrim("tokens"), ' '))) WITH (fastupdate = off);
