-- CreateTable
CREATE TABLE "post_search" (
    "post_id" INTEGER NOT NULL,
    "written_by" INTEGER NOT NULL,
    "place" BIGINT NOT NULL,
    "tokens" TEXT NOT NULL,

    CONSTRAINT "post_search_pkey" PRIMARY KEY ("post_id")
);

-- CreateTable
CREATE TABLE "user_search" (
    "user_id" INTEGER NOT NULL,
    "tokens" TEXT NOT NULL,

    CONSTRAINT "user_search_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "post_search_place_key" ON "post_search"("place");

-- AddForeignKey
ALTER TABLE "post_search" ADD CONSTRAINT "post_search_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_search" ADD CONSTRAINT "user_search_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand. A full-text index over the tokens, which are words already: PostgreSQL's own parser and dictionaries
-- would take them apart. Without positions, since phrases are looked for in the text of the tokens, and without a
-- pending list, which every search would have to read.
CREATE INDEX "post_search_tokens_idx" ON "post_search"
    USING gin (array_to_tsvector(string_to_array(btrim("tokens"), ' '))) WITH (fastupdate = off);

-- Rows to be filled: SQL cannot find tokens, so the server does after its start, and npm run search:reindex.
INSERT INTO "post_search" ("post_id", "written_by", "place", "tokens")
SELECT "id", "author_id", -"id", '' FROM "posts" WHERE "deleted_at" IS NULL;

INSERT INTO "user_search" ("user_id", "tokens") SELECT "id", '' FROM "users";
