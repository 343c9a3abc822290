-- DropIndex
DROP INDEX "posts_replies_by_author_idx";

-- DropIndex
DROP INDEX "likes_user_id_created_at_post_id_idx";
