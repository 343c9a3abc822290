-- DropForeignKey
ALTER TABLE "released_usernames" DROP CONSTRAINT "released_usernames_user_id_fkey";

-- DropTable
DROP TABLE "released_usernames";
