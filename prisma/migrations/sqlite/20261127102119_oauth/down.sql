-- Tokens of apps cannot be kept.
DELETE FROM "api_tokens" WHERE "kind" = 'oauth';

-- DropIndex
DROP INDEX "oauth_apps_client_id_key";

-- DropIndex
DROP INDEX "oauth_apps_owner_id_idx";

-- DropIndex
DROP INDEX "oauth_grants_code_hash_key";

-- DropIndex
DROP INDEX "oauth_grants_user_id_app_id_idx";

-- DropIndex
DROP INDEX "oauth_grants_app_id_idx";

-- DropIndex
DROP INDEX "oauth_grants_expires_at_idx";

-- DropIndex
DROP INDEX "oauth_refresh_tokens_token_hash_key";

-- DropIndex
DROP INDEX "oauth_refresh_tokens_grant_id_idx";

-- DropIndex
DROP INDEX "oauth_refresh_tokens_expires_at_idx";

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "oauth_apps";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "oauth_grants";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "oauth_refresh_tokens";
PRAGMA foreign_keys=on;

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
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" DATETIME,
    "expires_at" DATETIME NOT NULL,
    CONSTRAINT "api_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,

    CONSTRAINT "api_tokens_kind_known" CHECK ("kind" IN ('password', 'personal')),
    CONSTRAINT "api_tokens_name_length" CHECK (length("name") <= 50),
    CONSTRAINT "api_tokens_scopes_known" CHECK ("scopes" IN ('read', 'read write'))
);
INSERT INTO "new_api_tokens" ("created_at", "expires_at", "id", "kind", "last_used_at", "name", "scopes", "token_hash", "user_id") SELECT "created_at", "expires_at", "id", "kind", "last_used_at", "name", "scopes", "token_hash", "user_id" FROM "api_tokens";
DELETE FROM "sqlite_sequence" WHERE "name" = 'new_api_tokens';
INSERT INTO "sqlite_sequence" ("name", "seq") SELECT 'new_api_tokens', "seq" FROM "sqlite_sequence" WHERE "name" = 'api_tokens';
DROP TABLE "api_tokens";
ALTER TABLE "new_api_tokens" RENAME TO "api_tokens";
CREATE UNIQUE INDEX "api_tokens_token_hash_key" ON "api_tokens"("token_hash");
CREATE INDEX "api_tokens_user_id_kind_idx" ON "api_tokens"("user_id", "kind");
CREATE INDEX "api_tokens_expires_at_idx" ON "api_tokens"("expires_at");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
