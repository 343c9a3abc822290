-- Written by hand. SQLite adds a column with its own constraint without copying the table, which may have millions of rows.
ALTER TABLE "users" ADD COLUMN "languages" TEXT NOT NULL DEFAULT ''
    CONSTRAINT "users_languages_length" CHECK (length("languages") <= 400);

ALTER TABLE "posts" ADD COLUMN "language" TEXT NOT NULL DEFAULT ''
    CONSTRAINT "posts_language_length" CHECK (length("language") <= 5);

-- CreateTable
CREATE TABLE "post_translations" (
    "post_id" INTEGER NOT NULL,
    "language" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "revised_at" DATETIME NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("post_id", "language"),
    CONSTRAINT "post_translations_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "post_translations_language_length" CHECK (length("language") BETWEEN 2 AND 5)
);
