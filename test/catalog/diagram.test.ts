import { beforeAll, describe, expect, it } from 'vitest'
import { mermaidDiagram } from '../../src/catalog/diagram.ts'
import { DiagramQuery } from '../../src/client/operations.ts'
import { type Source, useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()
let source: Source

beforeAll(async () => {
  source = await catalogs.source(`
    create schema sales; create schema "Straße";
    create table sales.customer (id int primary key, name varchar(45) not null);
    create table sales.invoice (id int primary key, customer_id int not null references sales.customer, up int references sales.invoice);
    create table sales.line (invoice int, no int, primary key (invoice, no), foreign key (invoice) references sales.invoice);
    create table sales.note (invoice int, line int, foreign key (invoice, line) references sales.line);
    create table sales.passport (customer_id int primary key references sales.customer);
    create table "Straße"."say ""100%"" \\ ~x~" ("pk" int, "größe [m]" int, "1st" text, "FK-2" int);
    create schema many; do $$ begin for i in 1..301 loop execute format('create table many.t%s (id int)', i); end loop; end $$`)
  await catalogs.createElements(source.id)
})

const diagram = async (args: { schema?: string; tables?: string[] }) =>
  (await catalogs.quarry.client.request(DiagramQuery, { id: source.id, ...args })).database!.diagram

describe('the diagram of a catalog', () => {
  it('shows tables, their columns with keys, and whether a relationship is optional and how many it ties', async () => {
    expect(await diagram({ schema: 'sales' })).toBe(`erDiagram
  t1["sales.customer"] {
    integer id PK
    character_varying(45) name
  }
  t2["sales.invoice"] {
    integer id PK
    integer customer_id FK
    integer up FK
  }
  t3["sales.line"] {
    integer invoice PK, FK
    integer no PK
  }
  t4["sales.note"] {
    integer invoice FK
    integer line FK
  }
  t5["sales.passport"] {
    integer customer_id PK, FK
  }
  t1 ||--o{ t2 : "invoice_customer_id_fkey"
  t2 |o--o{ t2 : "invoice_up_fkey"
  t2 ||--o{ t3 : "line_invoice_fkey"
  t3 |o--o{ t4 : "note_invoice_line_fkey"
  t1 ||--o| t5 : "passport_customer_id_fkey"
`)
  })

  it('shows the tables that are named, with or without their schema, and what ties them to one another', async () => {
    const text = await diagram({ tables: ['sales.invoice', 'customer'] })
    expect(text.match(/t\d+\[.*\]/g)).toEqual(['t1["sales.customer"]', 't2["sales.invoice"]'])
    expect(text).toContain('t1 ||--o{ t2 : "invoice_customer_id_fkey"')
    expect(text).not.toContain('line')
    expect(await diagram({ schema: 'sales', tables: ['customer'] })).toContain('sales.customer')
    expect(await diagram({ tables: [] })).toBe('erDiagram\n')
    expect(await diagram({ schema: 'nowhere' })).toBe('erDiagram\n')
  })

  it('keeps names that its syntax has no place for in labels', async () => {
    expect(await diagram({ schema: 'Straße' })).toBe(`erDiagram
  t1["Straße.say #34;100#37;#34; #92; #126;x#126;"] {
    integer _pk "pk"
    integer größe_[m] "größe [m]"
    text _1st "1st"
    integer _FK-2 "FK-2"
  }
`)
  })

  it('has only words of the syntax as types and names, whatever they were', () => {
    const names = ['pk', 'PK_id', 'Fk', 'uké', 'µ', '²', '数 量', 'a\nb', '"', '😀', ' , ', '-x']
    const text = mermaidDiagram(
      [
        {
          id: 'x',
          schema: 's',
          name: 'n',
          columns: names.map((name) => ({
            name,
            dataType: name,
            isPrimaryKey: true,
            isForeignKey: false,
            nullable: true,
          })),
        },
      ],
      [],
    )
    // The lexer of the syntax: a word, a key, a comment; a word that begins with a key is read as that key.
    const word = /^(?!(?:PK|FK|UK)\b)[*A-Za-z_\u00c0-\uffff][A-Za-z0-9\-_[\]().,\u00c0-\uffff*]*$/i
    const attributes = text.split('\n').filter((line) => line.startsWith('    '))
    expect(attributes).toHaveLength(names.length)
    for (const attribute of attributes) {
      const [, type, name, rest] = attribute.match(/^ {4}(\S+) (\S+)(.*)$/)!
      expect(type).toMatch(word)
      expect(name).toMatch(word)
      expect(rest).toMatch(/^ PK( "[^"\n]*")?$/)
    }
  })

  it('is refused for a table that the catalog does not have, and for more tables than can be drawn', async () => {
    await expect(diagram({ tables: ['customer', 'sales.nothing', 'none'] })).rejects.toThrow(
      'The catalog has no table sales.nothing, none',
    )
    await expect(diagram({ schema: 'sales', tables: ['many.t1'] })).rejects.toThrow('has no table many.t1')
    await expect(diagram({ schema: 'many' })).rejects.toThrow('more than 300 tables; name a schema or tables')
    await expect(diagram({})).rejects.toThrow('more than 300 tables')
  })
})
