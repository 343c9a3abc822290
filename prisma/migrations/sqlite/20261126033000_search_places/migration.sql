-- Written by hand. A place becomes 43 bits of milliseconds and 20 bits of the id (lib/text/search-row.ts): with the former
-- 41 and 22 bits it overflows in 2039. Rows with a place below zero still wait to be filled and stay as they are.

-- Without the index, so that a new place may equal a former one until all are written.
DROP INDEX "post_search_place_key";

-- The place is the rowid of the full-text index, so the index is filled again: the trigger adds each row as it changes.
INSERT INTO "post_fts" ("post_fts") VALUES ('delete-all');

UPDATE "post_search" SET "place" = (("place" >> 22) << 20) + ("post_id" & 1048575) WHERE "place" >= 0;

-- CreateIndex
CREATE UNIQUE INDEX "post_search_place_key" ON "post_search"("place");
