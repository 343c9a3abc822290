-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "released_usernames";
PRAGMA foreign_keys=on;
