import { domain } from './domain.ts'

export const forum = domain('forum', '2025-06-01T00:00:00Z', [
  [
    'questions tagged postgresql',
    'questions',
    `id IN (SELECT question_id FROM question_tags WHERE tag_id = 1)`,
  ],
  [
    'questions tagged with graphql or typescript',
    'questions',
    `id IN (SELECT question_id FROM question_tags WHERE tag_id IN (2, 3))`,
  ],
  ['unanswered questions', 'questions', `id NOT IN (SELECT question_id FROM answers)`],
  ['questions with no answers', 'questions', `id NOT IN (SELECT question_id FROM answers)`],
  ['questions without an accepted answer', 'questions', `accepted_answer_id IS NULL`],
  ['questions with a score of at least 30', 'questions', `score >= 30`],
  ['questions viewed more than 3000 times', 'questions', `view_count > 3000`],
  ['closed questions', 'questions', `closed_at IS NOT NULL`],
  [
    'questions asked in 2024 with more than 2 answers',
    'questions',
    `asked_at >= '2024-01-01' AND asked_at < '2025-01-01' AND (SELECT count(*) FROM answers a WHERE a.question_id = t.id) > 2`,
  ],
  ['users with a reputation below 500', 'users', `reputation < 500`],
  ['moderators', 'users', `is_moderator`],
  ['users who are moderators', 'users', `is_moderator`],
  ['users with a gold badge', 'users', `id IN (SELECT user_id FROM badges WHERE level = 'gold')`],
  [
    'users who asked at least 3 questions',
    'users',
    `(SELECT count(*) FROM questions q WHERE q.author_id = t.id) >= 3`,
  ],
  ['users who have never answered a question', 'users', `id NOT IN (SELECT author_id FROM answers)`],
  [
    'users who joined in the last two years and wrote more than 5 answers',
    'users',
    `created_at >= '2023-06-01' AND created_at <= '2025-06-01' AND (SELECT count(*) FROM answers a WHERE a.author_id = t.id) > 5`,
  ],
  ['users without a location', 'users', `location IS NULL`],
  ['users from Lima with badges', 'users', `location = 'Lima' AND id IN (SELECT user_id FROM badges)`],
  ['answers with a negative score', 'answers', `score < 0`],
  [
    'answers with at least 2 comments',
    'answers',
    `(SELECT count(*) FROM comments c WHERE c.answer_id = t.id) >= 2`,
  ],
  ['comments from last month', 'comments', `created_at >= '2025-05-01' AND created_at < '2025-06-01'`],
  [
    'the 20 users with the highest reputation',
    'users',
    `id IN (SELECT id FROM users ORDER BY reputation DESC, id LIMIT 20)`,
  ],
  ['the 5 tags with the most questions', 'tags', `true`],
  ['funny comments', null, ['funny']],
  ['users who like cats', null, ['like', 'cats']],
  ['users banned until 2026 or later', 'users', `banned_until>='2026-01-01'`],
  ['questions by moderators', 'questions', `author_id IN (SELECT id FROM users WHERE is_moderator)`],
  [
    'answers posted on or after May 1 2024 with score above 20',
    'answers',
    `posted_at>='2024-05-01' AND score>20`,
  ],
])
