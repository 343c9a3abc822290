-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_api_tokens" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "token_hash" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "scopes" TEXT NOT NULL,
    "grant_id" INTEGER,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" DATETIME,
    "expires_at" DATETIME NOT NULL,
    CONSTRAINT "api_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "api_tokens_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "oauth_grants" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "api_tokens_kind_known" CHECK ("kind" IN ('password', 'personal', 'oauth')),
    CONSTRAINT "api_tokens_grant_of_app" CHECK (("kind" = 'oauth') = ("grant_id" IS NOT NULL)),
    CONSTRAINT "api_tokens_name_length" CHECK (length("name") <= 50),
    CONSTRAINT "api_tokens_scopes_known" CHECK ("scopes" IN ('read', 'read write', 'read messages', 'read admin', 'read write messages', 'read write admin', 'read messages admin', 'read write messages admin'))
);
INSERT INTO "new_api_tokens" ("id", "token_hash", "user_id", "kind", "name", "scopes", "grant_id", "created_at", "last_used_at", "expires_at") SELECT "id", "token_hash", "user_id", "kind", "name", "scopes", "grant_id", "created_at", "last_used_at", "expires_at" FROM "api_tokens";
DELETE FROM "sqlite_sequence" WHERE "name" = 'new_api_tokens';
INSERT INTO "sqlite_sequence" ("name", "seq") SELECT 'new_api_tokens', "seq" FROM "sqlite_sequence" WHERE "name" = 'api_tokens';
DROP TABLE "api_tokens";
ALTER TABLE "new_api_tokens" RENAME TO "api_tokens";
CREATE UNIQUE INDEX "api_tokens_token_hash_key" ON "api_tokens"("token_hash");
CREATE INDEX "api_tokens_user_id_kind_idx" ON "api_tokens"("user_id", "kind");
CREATE INDEX "api_tokens_grant_id_idx" ON "api_tokens"("grant_id");
CREATE INDEX "api_tokens_expires_at_idx" ON "api_tokens"("expires_at");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
