DROP INDEX "user_search_tokens_idx";
