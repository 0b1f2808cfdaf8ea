import { Migration } from '@mikro-orm/migrations'

export class Candidates extends Migration {
  override up(): void {
    this.addSql(`
alter table catalog_table add column candidate_count int not null default 0;
alter table catalog_relationship add column score float8 null, add column reason text null;
`)
  }
}
