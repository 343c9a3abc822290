-- Written by hand. A full-text index is not ordered: it returned all matches of frequent words, however old, before they
-- were sorted by time. In this one each token begins with the period of its post (2^29 ms of "place", 6.2 days), so that a
-- search reads one period after the other, newest first, until it has enough matches (docs/decisions/042).
--
-- While the index is built, searches go on and writes of posts wait: 7.7 minutes at 10 million posts on a busy machine. To
-- avoid that, build it before the upgrade, while the former version runs: the same statement with CREATE INDEX
-- CONCURRENTLY. When that fails or is interrupted, it leaves an invalid index, which is replaced here. That one is renamed
-- first and dropped last, because a DROP INDEX locks out searches until the transaction ends.
-- The semicolons of the block are escaped (\x3b), because Prisma's tools split a script at each semicolon.
DO E'
BEGIN
    IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass(''post_search_periods_idx'') AND NOT indisvalid) THEN
        ALTER INDEX "post_search_periods_idx" RENAME TO "post_search_invalid_idx"\x3b
    END IF\x3b
END';

CREATE INDEX IF NOT EXISTS "post_search_periods_idx" ON "post_search"
    USING gin (array_to_tsvector(string_to_array(("place" >> 49)::text || '/' || replace(btrim("tokens"), ' ', ' ' || ("place" >> 49)::text || '/'), ' '))) WITH (fastupdate = off);

DROP INDEX "post_search_tokens_idx";
DROP INDEX IF EXISTS "post_search_invalid_idx";
