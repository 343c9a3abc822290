-- CreateIndex
CREATE INDEX "posts_replies_by_author_idx" ON "posts"("author_id", "created_at", "id") WHERE (reply_to_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "likes_user_id_created_at_post_id_idx" ON "likes"("user_id", "created_at", "post_id");
