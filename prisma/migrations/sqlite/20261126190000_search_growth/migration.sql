-- Written by hand. For a prefix that is longer than the longest indexed prefix, FTS5 first merges all matching rows, so the
-- latency of such a search grew with the number of posts (docs/decisions/027). Indexed prefixes had one to five characters.
DROP TABLE "post_fts";
CREATE VIRTUAL TABLE "post_fts" USING fts5("tokens", content = '', contentless_delete = 1, detail = none,
    tokenize = "ascii tokenchars '#@_'", prefix = '1 2 3 4 5 6 7 8 9 10');
INSERT INTO "post_fts" ("rowid", "tokens") SELECT "place", "tokens" FROM "post_search" WHERE "place" >= 0 ORDER BY "place";

-- A full-text index of the names of members: without it, a search for them scans the whole table.
CREATE VIRTUAL TABLE "user_fts" USING fts5("tokens", content = '', contentless_delete = 1, detail = none,
    tokenize = "ascii tokenchars '#@_'", prefix = '1 2 3 4 5 6 7 8 9 10');
INSERT INTO "user_fts" ("rowid", "tokens") SELECT "user_id", "tokens" FROM "user_search" ORDER BY "user_id";

-- The triggers also fire for cascading deletes from users. A later migration that rebuilds user_search must recreate them.
CREATE TRIGGER "user_search_added" AFTER INSERT ON "user_search" BEGIN
    INSERT INTO "user_fts" ("rowid", "tokens") VALUES (NEW."user_id", NEW."tokens");
END;

CREATE TRIGGER "user_search_changed" AFTER UPDATE ON "user_search" BEGIN
    DELETE FROM "user_fts" WHERE "rowid" = OLD."user_id";
    INSERT INTO "user_fts" ("rowid", "tokens") VALUES (NEW."user_id", NEW."tokens");
END;

CREATE TRIGGER "user_search_removed" AFTER DELETE ON "user_search" BEGIN
    DELETE FROM "user_fts" WHERE "rowid" = OLD."user_id";
END;
