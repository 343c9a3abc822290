-- Written by hand. The triggers go with their table.
DROP TABLE "post_fts";

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "post_search";
PRAGMA foreign_keys=on;

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "user_search";
PRAGMA foreign_keys=on;
