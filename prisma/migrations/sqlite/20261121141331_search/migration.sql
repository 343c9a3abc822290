-- CreateTable
CREATE TABLE "post_search" (
    "post_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "written_by" INTEGER NOT NULL,
    "place" BIGINT NOT NULL,
    "tokens" TEXT NOT NULL,
    CONSTRAINT "post_search_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "user_search" (
    "user_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "tokens" TEXT NOT NULL,
    CONSTRAINT "user_search_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "post_search_place_key" ON "post_search"("place");

-- Written by hand. A full-text index over the tokens: it keeps no text of its own, and no positions, since phrases are
-- looked for in post_search. Its rowid is the place, so that the newest posts come first without sorting.
CREATE VIRTUAL TABLE "post_fts" USING fts5("tokens", content = '', contentless_delete = 1, detail = none,
    tokenize = "ascii tokenchars '#@_'", prefix = '1 2 3 4 5');

-- Also fired by the cascades from posts and users. A later migration that rebuilds post_search must make them again.
CREATE TRIGGER "post_search_added" AFTER INSERT ON "post_search" WHEN NEW."place" >= 0 BEGIN
    INSERT INTO "post_fts" ("rowid", "tokens") VALUES (NEW."place", NEW."tokens");
END;

CREATE TRIGGER "post_search_changed" AFTER UPDATE ON "post_search" BEGIN
    DELETE FROM "post_fts" WHERE "rowid" = OLD."place";
    INSERT INTO "post_fts" ("rowid", "tokens") SELECT NEW."place", NEW."tokens" WHERE NEW."place" >= 0;
END;

CREATE TRIGGER "post_search_removed" AFTER DELETE ON "post_search" BEGIN
    DELETE FROM "post_fts" WHERE "rowid" = OLD."place";
END;

-- Rows to be filled: SQL cannot find tokens, so the server does after its start, and npm run search:reindex.
INSERT INTO "post_search" ("post_id", "written_by", "place", "tokens")
SELECT "id", "author_id", -"id", '' FROM "posts" WHERE "deleted_at" IS NULL;

INSERT INTO "user_search" ("user_id", "tokens") SELECT "id", '' FROM "users";
