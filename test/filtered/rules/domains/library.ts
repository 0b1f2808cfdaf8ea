import { domain } from './domain.ts'

export const library = domain('library', '2025-04-15T00:00:00Z', [
  [
    'members who borrowed at least 10 books',
    'members',
    `(SELECT count(*) FROM loans l WHERE l.member_id = t.member_id) >= 10`,
  ],
  [
    'members who have never borrowed a book',
    'members',
    `NOT EXISTS (SELECT FROM loans l WHERE l.member_id = t.member_id)`,
  ],
  ['overdue loans', null, ['overdue']],
  ['loans that have not been returned', 'loans', `returned_on IS NULL`],
  ['loans returned after the due date', 'loans', `returned_on > due_on`],
  ['books by Hana Sato', 'books', `book_id IN (SELECT book_id FROM book_authors WHERE author_id = 8)`],
  [
    'books written by Japanese authors',
    'books',
    `book_id IN (SELECT book_id FROM book_authors JOIN authors USING (author_id) WHERE country = 'Japan')`,
  ],
  [
    'books with more than one author',
    'books',
    `(SELECT count(*) FROM book_authors b WHERE b.book_id = t.book_id) > 1`,
  ],
  [
    'authors with 5 or more books',
    'authors',
    `(SELECT count(*) FROM book_authors b WHERE b.author_id = t.author_id) >= 5`,
  ],
  ['fantasy and crime books', 'books', `genre_id IN (1, 2)`],
  ['science fiction books with more than 400 pages', 'books', `genre_id = 4 AND pages > 400`],
  ['books published between 1990 and 2005', 'books', `published_year BETWEEN 1990 AND 2005`],
  [
    'German or Spanish books published after 2010',
    'books',
    `language IN ('German', 'Spanish') AND published_year > 2010`,
  ],
  ['books not in English', 'books', `language <> 'English'`],
  ['books we have no copies of', 'books', `NOT EXISTS (SELECT FROM copies c WHERE c.book_id = t.book_id)`],
  ['damaged copies in York', 'copies', `condition = 'damaged' AND branch_id = 3`],
  ['suspended members of the Riverside branch', 'members', `status = 'suspended' AND branch_id = 2`],
  [
    'members with unpaid fines',
    'members',
    `EXISTS (SELECT FROM loans l JOIN fines f USING (loan_id) WHERE l.member_id = t.member_id AND NOT paid)`,
  ],
  [
    'members who owe more than 20 in unpaid fines',
    'members',
    `(SELECT sum(amount) FROM loans l JOIN fines f USING (loan_id) WHERE l.member_id = t.member_id AND NOT paid) > 20`,
  ],
  ['members since 2020', 'members', `member_since >= '2020-01-01'`],
  [
    'members who joined in the last 2 years',
    'members',
    `member_since >= '2023-04-15' AND member_since <= '2025-04-15'`,
  ],
  ['fines of more than 10 that were not paid', 'fines', `amount > 10 AND NOT paid`],
  [
    'the 5 longest books',
    'books',
    `book_id IN (SELECT book_id FROM books ORDER BY pages DESC, book_id LIMIT 5)`,
  ],
  ['loans of Glass Harbour', 'loans', `copy_id IN (SELECT copy_id FROM copies WHERE book_id = 2)`],
  ['bestselling books', null, ['bestselling']],
  [
    'authors born after 1970 whose books were borrowed more than 50 times',
    'authors',
    `born > 1970 AND (SELECT count(*) FROM book_authors b JOIN copies c USING (book_id) JOIN loans l USING (copy_id) WHERE b.author_id = t.author_id) > 50`,
  ],
  ['books with fewer than 200 pages', 'books', `pages<200`],
  ['members from Leeds with overdue books', null, ['overdue']],
  ['loans made in the last 30 days', 'loans', `loaned_on>='2025-03-16' AND loaned_on<='2025-04-15'`],
  [
    'members with at least two fines',
    'members',
    `(SELECT count(*) FROM loans l JOIN fines f USING (loan_id) WHERE l.member_id=t.member_id)>=2`,
  ],
  ['books published in the nineties', 'books', `published_year BETWEEN 1990 AND 1999`],
])
