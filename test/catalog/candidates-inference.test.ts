import { describe, expect, it } from 'vitest'
import { inferCandidates } from '../../src/catalog/candidates/infer.ts'
import { knownTable } from '../../src/catalog/candidates/known.ts'

type Known = ReturnType<typeof knownTable>

/** Columns as `name type`, with a `?` where they may be NULL; all of a key are in `key`. */
function table(name: string, columns: string, key: string[], declared: Known['declared'] = []): Known {
  const [schema, bare] = name.includes('.') ? (name.split('.') as [string, string]) : ['public', name]
  return knownTable(
    { id: name, schema, name: bare, kind: 'TABLE', partitionOf: null, inherits: [], readable: true },
    {
      columns: columns.split(', ').map((column) => {
        const [named = '', dataType = 'integer'] = column.split(' ')
        return { name: named.replace('?', ''), dataType, nullable: named.endsWith('?'), isGenerated: false }
      }),
      constraints: [{ name: 'key', kind: 'PRIMARY_KEY', columns: key, definition: null }],
      indexes: [],
      relationships: declared,
    },
  )
}

const found = (tables: Known[], options?: Parameters<typeof inferCandidates>[1]) =>
  inferCandidates(tables, options).map(
    ({ source, columns, target, targetColumns }) =>
      `${source.id}(${columns.join(', ')}) → ${target.id}(${targetColumns.join(', ')})`,
  )

const tenants = table('tenants', 'tenant_id', ['tenant_id'])
const projects = table('projects', 'tenant_id, project_no, parent_project_no?', ['tenant_id', 'project_no'])

describe('keys of several columns', () => {
  it('are referred to by columns of the same names, and what these imply is left out', () => {
    const tasks = table('tasks', 'tenant_id, project_no, task_no', ['tenant_id', 'project_no', 'task_no'])
    expect(found([tenants, projects, tasks])).toEqual([
      'projects(tenant_id) → tenants(tenant_id)',
      'projects(tenant_id, parent_project_no) → projects(tenant_id, project_no)',
      'tasks(tenant_id, project_no) → projects(tenant_id, project_no)',
    ])
  })

  it('leave their first column a reference of its own where the other may be NULL without it', () => {
    const notes = table('notes', 'id, tenant_id, project_no?', ['id'])
    expect(found([tenants, projects, notes])).toEqual([
      'projects(tenant_id) → tenants(tenant_id)',
      'projects(tenant_id, parent_project_no) → projects(tenant_id, project_no)',
      'notes(tenant_id) → tenants(tenant_id)',
      'notes(tenant_id, project_no) → projects(tenant_id, project_no)',
    ])
  })

  it('imply the same where they are declared', () => {
    const target = { schema: 'public', name: 'projects' }
    const key = ['tenant_id', 'project_no']
    const bills = table(
      'bills',
      'id, tenant_id, project_no, payer_id',
      ['id'],
      [{ columns: key, target, targetColumns: key }],
    )
    expect(found([tenants, projects, bills], { of: ({ id }) => id === 'bills' })).toEqual([])
  })

  it('are not meant where they only tie the keys of other tables together', () => {
    const members = table('members', 'member_id', ['member_id'])
    const courses = table('courses', 'course_id', ['course_id'])
    const attendances = table('attendances', 'member_id, course_id', ['member_id', 'course_id'])
    const marks = table('marks', 'id, member_id, course_id', ['id'])
    expect(found([members, courses, attendances, marks], { of: ({ id }) => id === 'marks' })).toEqual([
      'marks(member_id) → members(member_id)',
      'marks(course_id) → courses(course_id)',
    ])
  })

  it('that count lines are not referred to by the lines of another table', () => {
    const orders = table('order_lines', 'order_no, line_no', ['order_no', 'line_no'])
    const invoices = table('invoice_lines', 'invoice_no, line_no, order_no?, order_line_no?', [
      'invoice_no',
      'line_no',
    ])
    expect(found([orders, invoices])).toEqual([
      'invoice_lines(order_no, order_line_no) → order_lines(order_no, line_no)',
    ])
  })
})

describe('names', () => {
  it('of the schema of a table come before the same ones of others', () => {
    const tables = ['one', 'two', 'three'].flatMap((schema) => [
      table(`${schema}.customers`, 'id', ['id']),
      table(`${schema}.orders`, 'id, customer_id', ['id']),
    ])
    expect(found(tables)).toEqual(
      ['one', 'two', 'three'].map((schema) => `${schema}.orders(customer_id) → ${schema}.customers(id)`),
    )
  })

  it('of other systems before a table’s name say that its ids are theirs', () => {
    const customers = table('customers', 'id text', ['id'])
    const orders = table('orders', 'id text, stripe_customer_id text, external_customer_id text', ['id'])
    expect(found([customers, orders])).toEqual([])
  })

  it('say their role before or, where the key’s word leads, after what they name', () => {
    const tables = [
      table('clientes', 'id_cliente', ['id_cliente']),
      table('adresse', 'id', ['id']),
      table('pedidos', 'id_pedido, id_cliente_factura, lieferadresse_id', ['id_pedido']),
    ]
    expect(found(tables)).toEqual([
      'pedidos(id_cliente_factura) → clientes(id_cliente)',
      'pedidos(lieferadresse_id) → adresse(id)',
    ])
  })
})

describe('4,000 tables', () => {
  const of = (make: (index: number) => Known) => Array.from({ length: 4_000 }, (_, index) => make(index))
  const words = ['order', 'invoice', 'ticket', 'asset', 'shipment', 'contract', 'project', 'ledger']

  it.each([
    [
      'whose keys are all tenant_id and id',
      of((index) =>
        table(`thing_${index}`, `tenant_id, id, thing_${(index * 7) % 4_000}_id, parent_id`, [
          'tenant_id',
          'id',
        ]),
      ),
    ],
    [
      'whose keys are all rec_id',
      of((index) => table(`thing_${index}`, `rec_id, thing_${(index * 7) % 4_000}_id`, ['rec_id'])),
    ],
    [
      'of 500 schemas that are alike',
      of((index) =>
        table(`s${Math.floor(index / 8)}.${words[index % 8]}s`, `id, ${words[(index + 1) % 8]}_id`, ['id']),
      ),
    ],
  ])(
    '%s have their candidates inferred in seconds, not minutes',
    (_, tables) => {
      const start = performance.now()
      expect(inferCandidates(tables).length).toBeGreaterThan(3_900)
      expect(performance.now() - start).toBeLessThan(20_000)
    },
    60_000,
  )
})
