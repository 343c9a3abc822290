-- Tokens of apps cannot be kept.
DELETE FROM "api_tokens" WHERE "kind" = 'oauth';

-- AlterTable
ALTER TABLE "api_tokens" DROP CONSTRAINT IF EXISTS "api_tokens_kind_known";

-- AlterTable
ALTER TABLE "api_tokens" DROP CONSTRAINT IF EXISTS "api_tokens_grant_of_app";

-- AlterTable
ALTER TABLE "api_tokens" DROP CONSTRAINT IF EXISTS "api_tokens_scopes_known";

-- DropForeignKey
ALTER TABLE "api_tokens" DROP CONSTRAINT "api_tokens_grant_id_fkey";

-- DropForeignKey
ALTER TABLE "oauth_apps" DROP CONSTRAINT "oauth_apps_owner_id_fkey";

-- DropForeignKey
ALTER TABLE "oauth_grants" DROP CONSTRAINT "oauth_grants_user_id_fkey";

-- DropForeignKey
ALTER TABLE "oauth_grants" DROP CONSTRAINT "oauth_grants_app_id_fkey";

-- DropForeignKey
ALTER TABLE "oauth_refresh_tokens" DROP CONSTRAINT "oauth_refresh_tokens_grant_id_fkey";

-- DropIndex
DROP INDEX "api_tokens_grant_id_idx";

-- AlterTable
ALTER TABLE "api_tokens" DROP COLUMN "grant_id";

-- DropTable
DROP TABLE "oauth_apps";

-- DropTable
DROP TABLE "oauth_grants";

-- DropTable
DROP TABLE "oauth_refresh_tokens";

-- AlterTable
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_kind_known" CHECK ("kind" IN ('password', 'personal'));

-- AlterTable
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_scopes_known" CHECK ("scopes" IN ('read', 'read write'));
