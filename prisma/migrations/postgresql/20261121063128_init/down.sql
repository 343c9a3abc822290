-- Children first, so that no foreign key is in the way.
DROP TABLE "post_tags";
DROP TABLE "mentions";
DROP TABLE "posts";
DROP TABLE "follows";
DROP TABLE "sessions";
DROP TABLE "accounts";
DROP TABLE "users";
