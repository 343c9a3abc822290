-- Written by hand. The former places end in 2039: later posts get the latest time that fits.
DROP INDEX "post_search_place_key";

INSERT INTO "post_fts" ("post_fts") VALUES ('delete-all');

UPDATE "post_search" SET "place" = (min("place" >> 20, 2199023255551) << 22) + ("post_id" & 4194303) WHERE "place" >= 0;

-- CreateIndex
CREATE UNIQUE INDEX "post_search_place_key" ON "post_search"("place");
