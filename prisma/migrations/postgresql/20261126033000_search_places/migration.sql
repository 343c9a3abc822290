-- Written by hand. A place becomes 43 bits of milliseconds and 20 bits of the id (lib/text/search-row.ts): with the former
-- 41 and 22 bits it overflows in 2039. Rows with a place below zero still wait to be filled and stay as they are.

-- Without the indexes: a new place may equal a former one until all are written, and to build the full-text index once
-- takes less time than to change it for each row.
DROP INDEX "post_search_place_key";
DROP INDEX "post_search_tokens_idx";

UPDATE "post_search" SET "place" = (("place" >> 22) << 20) + ("post_id" & 1048575) WHERE "place" >= 0;

-- CreateIndex
CREATE UNIQUE INDEX "post_search_place_key" ON "post_search"("place");

CREATE INDEX "post_search_tokens_idx" ON "post_search"
    USING gin (array_to_tsvector(string_to_array(btrim("tokens"), ' '))) WITH (fastupdate = off);
