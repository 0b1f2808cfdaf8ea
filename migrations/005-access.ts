import { Migration } from '@mikro-orm/migrations'

export class Access extends Migration {
  override up(): void {
    this.addSql(`
alter table workspace_member add column role_as_of timestamptz(6) null;
`)
  }
}
