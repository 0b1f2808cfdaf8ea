import { Link } from 'wouter'
import type { MessagePageQuery } from '../../generated/graphql.ts'
import { charts } from '../../texts/charts.ts'
import { CopyButton } from '../../ui/copy.tsx'
import { Facts } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './question.module.css'

const texts = charts.message

/** What was asked, of what, by whom and when. */
export function Question({ of: message }: { of: NonNullable<MessagePageQuery['message']> }) {
  const { database, sql, createdBy, createdAt } = message
  return (
    <>
      <Facts
        of={[
          database && [
            texts.database,
            database.removedAt ? (
              `${database.name} (${texts.removed})`
            ) : (
              <Link key="database" href={`/databases/${database.id}`}>
                {database.name}
              </Link>
            ),
          ],
          [texts.data, sql ? texts.ofSql : database ? texts.ofQuestion : texts.ofRows],
          [texts.askedBy, createdBy],
          [texts.asked, <Time key="asked" at={createdAt} />],
        ]}
      />
      {sql && (
        <div className={styles.sql}>
          <pre>
            <code>{sql}</code>
          </pre>
          <CopyButton text={sql} what={texts.sql} />
        </div>
      )}
    </>
  )
}
