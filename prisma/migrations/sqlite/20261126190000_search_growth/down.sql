DROP TRIGGER "user_search_removed";
DROP TRIGGER "user_search_changed";
DROP TRIGGER "user_search_added";
DROP TABLE "user_fts";

DROP TABLE "post_fts";
CREATE VIRTUAL TABLE "post_fts" USING fts5("tokens", content = '', contentless_delete = 1, detail = none,
    tokenize = "ascii tokenchars '#@_'", prefix = '1 2 3 4 5');
INSERT INTO "post_fts" ("rowid", "tokens") SELECT "place", "tokens" FROM "post_search" WHERE "place" >= 0 ORDER BY "place";
