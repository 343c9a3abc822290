-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "user_tokens";
PRAGMA foreign_keys=on;
