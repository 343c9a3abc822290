import type { Connection } from '../db/connection'

/** Inserts two users with posts and follows by plain SQL, for tests of code that works on tables instead of models. */
export async function insertPlainRows(connection: Connection): Promise<void> {
  await connection.execute(`
    INSERT INTO users (id, username, username_key, display_name, email, email_key, post_count) VALUES
      (1, 'Susan', 'susan', 'Susan 🐦', 'susan@example.com', 'susan@example.com', 2),
      (2, 'john', 'john', '', 'john@example.com', 'john@example.com', 1);
    INSERT INTO posts (id, author_id, body, created_at) VALUES
      (1, 1, 'Hello', '2026-01-02 03:04:05.678'),
      (2, 1, 'It''s "quoted", and 漢字', '2026-01-03 03:04:05.678'),
      (3, 2, 'Hello, @Susan #birds', '2026-01-04 03:04:05.678');
    INSERT INTO follows (follower_id, followed_id) VALUES (1, 2), (2, 1);
    INSERT INTO mentions (post_id, user_id) VALUES (3, 1);
    INSERT INTO post_tags (tag, post_id, created_at) VALUES ('birds', 3, '2026-01-04 03:04:05.678');
    INSERT INTO sessions (token_hash, user_id, expires_at) VALUES ('abc', 1, '2027-01-01 00:00:00');`)
  if (connection.engine === 'postgresql') {
    await connection.execute(`SELECT setval('users_id_seq', 2), setval('posts_id_seq', 3)`)
  }
}
