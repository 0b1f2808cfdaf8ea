/** Until the savepoint is rolled back to: so much time, and the same rows each time that nothing has changed. */
export const sampling = (ms: number) => `
  SET LOCAL statement_timeout = ${Number(ms)};
  SET LOCAL synchronize_seqscans = off;
  SET LOCAL max_parallel_workers_per_gather = 0`
