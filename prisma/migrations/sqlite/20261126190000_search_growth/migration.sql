-- Written by hand. FTS5 merges all rows of a prefix that is longer than the longest prefix of the index, so the time of a
-- search for such a word grew with the number of posts (docs/decisions/027). The prefixes were one to five characters.
DROP TABLE "post_fts";
CREATE VIRTUAL TABLE "post_fts" USING fts5("tokens", content = '', contentless_delete = 1, detail = none,
    tokenize = "ascii tokenchars '#@_'", prefix = '1 2 3 4 5 6 7 8 9 10');
INSERT INTO "post_fts" ("rowid", "tokens") SELECT "place", "tokens" FROM "post_search" WHERE "place" >= 0 ORDER BY "place";

-- The same for the names of members, which were read one by one.
CREATE VIRTUAL TABLE "user_fts" USING fts5("tokens", content = '', contentless_delete = 1, detail = none,
    tokenize = "ascii tokenchars '#@_'", prefix = '1 2 3 4 5 6 7 8 9 10');
INSERT INTO "user_fts" ("rowid", "tokens") SELECT "user_id", "tokens" FROM "user_search" ORDER BY "user_id";

-- Also fired by the cascade from users. A later migration that rebuilds user_search must create them again.
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
