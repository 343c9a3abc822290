-- Written by hand. The former places end in 2039: later posts get the latest time that fits.
DROP INDEX "post_search_place_key";
DROP INDEX "post_search_tokens_idx";

UPDATE "post_search" SET "place" = (least("place" >> 20, 2199023255551) << 22) + ("post_id" & 4194303) WHERE "place" >= 0;

-- CreateIndex
CREATE UNIQUE INDEX "post_search_place_key" ON "post_search"("place");

CREATE INDEX "post_search_tokens_idx" ON "post_search"
    USING gin (array_to_tsvector(string_to_array(btrim("tokens"), ' '))) WITH (fastupdate = off);
