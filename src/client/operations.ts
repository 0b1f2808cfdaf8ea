import { graphql } from './generated/index.ts'

/** The operations of the typed client; codegen reads them and types their variables and results. */

export const ViewerQuery = graphql(/* GraphQL */ `
  query Viewer {
    viewer { userId role workspace { id slug name } }
  }
`)

export const RegisterDatabaseMutation = graphql(/* GraphQL */ `
  mutation RegisterDatabase($input: RegisterDatabaseInput!) {
    registerDatabase(input: $input) {
      __typename
      ... on DatabasePayload { database { id name engine host port databaseName username createdAt updatedAt } }
      ... on InvalidInputError { fields { path message } }
      ... on ConnectionFailedError { reason }
      ... on Error { code message }
    }
  }
`)

export const UpdateDatabaseMutation = graphql(/* GraphQL */ `
  mutation UpdateDatabase($input: UpdateDatabaseInput!) {
    updateDatabase(input: $input) {
      __typename
      ... on DatabasePayload { database { id name host port databaseName username updatedAt } }
      ... on InvalidInputError { fields { path message } }
      ... on ConnectionFailedError { reason }
      ... on Error { code message }
    }
  }
`)

export const RemoveDatabaseMutation = graphql(/* GraphQL */ `
  mutation RemoveDatabase($id: ID!) {
    removeDatabase(id: $id) {
      __typename
      ... on RemovedPayload { id }
      ... on ConflictError { inTheWay: task { id status } }
      ... on Error { code message }
    }
  }
`)

export const TestConnectionMutation = graphql(/* GraphQL */ `
  mutation TestConnection($input: DatabaseSourceInput!) {
    testConnection(input: $input) {
      __typename
      ... on TestConnectionPayload { serverVersion latencyMs tableCount readOnly }
      ... on InvalidInputError { fields { path message } }
      ... on ConnectionFailedError { reason }
      ... on Error { code message }
    }
  }
`)

export const DatabasesQuery = graphql(/* GraphQL */ `
  query Databases($first: Int, $after: String, $last: Int, $before: String, $search: String) {
    databases(first: $first, after: $after, last: $last, before: $before, search: $search) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { id name }
    }
  }
`)

export const DatabaseQuery = graphql(/* GraphQL */ `
  query Database($id: ID!) {
    database(id: $id) {
      id
      name
      catalog { tableCount columnCount relationshipCount updatedAt }
      elementCreation { status canStart reason startedAt completedAt log task { id status } }
    }
  }
`)

export const StartElementCreationMutation = graphql(/* GraphQL */ `
  mutation StartElementCreation($input: StartElementCreationInput!) {
    startElementCreation(input: $input) {
      __typename
      ... on StartElementCreationPayload {
        tasks { id status database { id name } }
        skipped { database { id name } reason }
      }
      ... on InvalidInputError { fields { path message } }
      ... on LimitExceededError { limit }
      ... on Error { code message }
    }
  }
`)

export const ClearCatalogMutation = graphql(/* GraphQL */ `
  mutation ClearCatalog($databaseId: ID!) {
    clearCatalog(databaseId: $databaseId) {
      __typename
      ... on DatabasePayload { database { id catalog { tableCount columnCount relationshipCount updatedAt } } }
      ... on ConflictError { inTheWay: task { id } }
      ... on Error { code message }
    }
  }
`)

export const ElementCreationTaskQuery = graphql(/* GraphQL */ `
  query ElementCreationTask($id: ID!) {
    task(id: $id) {
      id
      kind
      status
      progress
      currentStep
      message
      attempt
      maxAttempts
      priority
      createdBy
      createdAt
      startedAt
      completedAt
      estimatedCompletionAt
      durationMs
      isSettled
      cancelRequestedAt
      cancelReason
      retryOf { id }
      steps { name status progress done total }
      error { code message retryable }
      ... on ElementCreationTask {
        database { id name }
        result {
          tables { created skipped updated removed }
          columns { created skipped updated removed }
          relationships { created skipped updated removed }
          failedTables { schema name message }
          unreadableTables
          partitionsLeftOut
          unresolvedRelationships
        }
      }
    }
  }
`)

export const FilterPlanQuery = graphql(/* GraphQL */ `
  query FilterPlan($input: FilterPlanQueryInput!) {
    filterPlan(input: $input) {
      __typename
      ... on FilterPlanPayload {
        plan {
          planner
          asOf
          scope
          summary
          subjects { schema table condition sql }
          tables { schema table role estimatedRows sql }
        }
      }
      ... on UnclearPromptError { unrecognized suggestions }
      ... on InvalidInputError { fields { path message } }
      ... on ConnectionFailedError { reason }
      ... on Error { code message }
    }
  }
`)

export const StartFilteredDatabaseMutation = graphql(/* GraphQL */ `
  mutation StartFilteredDatabase($input: StartFilteredDatabaseInput!) {
    startFilteredDatabase(input: $input) {
      __typename
      ... on StartFilteredDatabasePayload { task { id status plan { summary asOf planner } } }
      ... on UnclearPromptError { unrecognized suggestions }
      ... on InvalidInputError { fields { path message } }
      ... on ConnectionFailedError { reason }
      ... on LimitExceededError { limit }
      ... on Error { code message }
    }
  }
`)

export const FilteredDatabaseTaskQuery = graphql(/* GraphQL */ `
  query FilteredDatabaseTask($id: ID!) {
    task(id: $id) {
      __typename
      id
      kind
      status
      progress
      currentStep
      message
      priority
      attempt
      maxAttempts
      durationMs
      estimatedCompletionAt
      retryOf { id }
      steps { name status progress done total }
      error { code message retryable }
      ... on FilteredDatabaseTask {
        source { id }
        prompt
        plan { planner asOf scope summary tables { schema table role estimatedRows } }
        warnings
        filteredDatabase {
          id
          name
          host
          port
          databaseName
          username
          createdAt
          expiresAt
          sizeBytes
          rowCount
          tables { schema name sourceRows rows referencedRows leftOutRows }
          task { id }
        }
      }
    }
  }
`)

export const FilteredDatabaseQuery = graphql(/* GraphQL */ `
  query FilteredDatabase($id: ID!) {
    filteredDatabase(id: $id) {
      id
      name
      host
      port
      databaseName
      username
      password
      connectionString
      expiresAt
      sizeBytes
      rowCount
      tables { schema name sourceRows rows referencedRows leftOutRows }
    }
  }
`)

export const FilteredDatabasesQuery = graphql(/* GraphQL */ `
  query FilteredDatabases($first: Int, $after: String, $last: Int, $before: String) {
    filteredDatabases(first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { id name databaseName createdAt expiresAt sizeBytes rowCount task { id status } }
    }
  }
`)

export const DropFilteredDatabaseMutation = graphql(/* GraphQL */ `
  mutation DropFilteredDatabase($id: ID!) {
    dropFilteredDatabase(id: $id) {
      __typename
      ... on RemovedPayload { id }
      ... on Error { code message }
    }
  }
`)

export const TasksQuery = graphql(/* GraphQL */ `
  query Tasks($first: Int, $after: String, $last: Int, $before: String, $filter: TaskFilter) {
    tasks(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { id kind status }
    }
  }
`)

export const TaskHistoryQuery = graphql(/* GraphQL */ `
  query TaskHistory($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $minLevel: LogLevel) {
    task(id: $id) {
      events(first: $first, after: $after, last: $last, before: $before, minLevel: $minLevel) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes { cursor sequence type level at message status progress currentStep }
      }
    }
  }
`)

/** Whether anything follows an event. */
export const TaskStandingQuery = graphql(/* GraphQL */ `
  query TaskStanding($id: ID!, $after: String) {
    task(id: $id) { isSettled events(after: $after, first: 1) { nodes { sequence } } }
  }
`)

export const CancelTaskMutation = graphql(/* GraphQL */ `
  mutation CancelTask($taskId: ID!, $reason: String) {
    cancelTask(taskId: $taskId, reason: $reason) {
      __typename
      ... on TaskPayload { task { id status cancelRequestedAt cancelReason } }
      ... on ConflictError { inTheWay: task { id status } }
      ... on Error { code message }
    }
  }
`)

export const RetryTaskMutation = graphql(/* GraphQL */ `
  mutation RetryTask($taskId: ID!) {
    retryTask(taskId: $taskId) {
      __typename
      ... on TaskPayload { task { id status retryOf { id } } }
      ... on ConflictError { inTheWay: task { id status } }
      ... on Error { code message }
    }
  }
`)

export const TaskEventsSubscription = graphql(/* GraphQL */ `
  subscription TaskEvents($taskId: ID!, $from: EventStart, $after: String) {
    taskEvents(taskId: $taskId, from: $from, after: $after) {
      cursor
      sequence
      type
      level
      at
      message
      status
      progress
      currentStep
      task { id status progress attempt }
    }
  }
`)

export const WorkspaceEventsSubscription = graphql(/* GraphQL */ `
  subscription WorkspaceEvents($filter: TaskFilter) {
    workspaceEvents(filter: $filter) { cursor sequence type level message status progress task { id kind status } }
  }
`)

export const CatalogTablesQuery = graphql(/* GraphQL */ `
  query CatalogTables($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $schema: String, $search: String) {
    database(id: $id) {
      tables(first: $first, after: $after, last: $last, before: $before, schema: $schema, search: $search) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes {
          id
          schema
          name
          kind
          comment
          estimatedRowCount
          readable
          inherits { schema name }
          partitionOf { schema name }
          primaryKey { name }
          columns {
            id name position dataType nullable default comment isPrimaryKey isForeignKey isGenerated isIdentity enumValues
          }
          constraints { name kind columns definition }
          indexes { name unique method columns definition }
          references {
            id name origin onDelete onUpdate deferrable validated
            sourceColumns { name }
            targetTable { schema name }
            targetColumns { name }
          }
          referencedBy { id name sourceTable { schema name } sourceColumns { name } targetColumns { name } }
        }
      }
    }
  }
`)

export const CatalogRelationshipsQuery = graphql(/* GraphQL */ `
  query CatalogRelationships($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    database(id: $id) {
      relationships(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes {
          id
          name
          sourceTable { schema name }
          sourceColumns { name }
          targetTable { schema name }
          targetColumns { name }
        }
      }
      unresolvedRelationships {
        totalCount
        nodes { name sourceTable { schema name } sourceColumns targetSchema targetName targetColumns }
      }
    }
  }
`)

export const DiagramQuery = graphql(/* GraphQL */ `
  query Diagram($id: ID!, $schema: String, $tables: [String!]) {
    database(id: $id) { diagram(schema: $schema, tables: $tables) }
  }
`)

export const CatalogTableQuery = graphql(/* GraphQL */ `
  query CatalogTable($id: ID!, $schema: String, $name: String!) {
    database(id: $id) {
      table(schema: $schema, name: $name) {
        id
        schema
        name
        kind
        updatedAt
        database { id }
        columns { id name }
        references { id name }
      }
    }
  }
`)

export const CatalogNodesQuery = graphql(/* GraphQL */ `
  query CatalogNodes($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on Table { schema name }
      ... on Column { columnName: name table { id } }
      ... on Relationship { relationshipName: name sourceTable { id } targetTable { id } }
    }
  }
`)

export const ResetElementCreationMutation = graphql(/* GraphQL */ `
  mutation ResetElementCreation($databaseId: ID!, $reason: String) {
    resetElementCreation(databaseId: $databaseId, reason: $reason) {
      __typename
      ... on DatabasePayload { database { id elementCreation { status canStart reason log task { id } } } }
      ... on Error { code message }
    }
  }
`)

export const QueueStatsQuery = graphql(/* GraphQL */ `
  query QueueStats {
    queueStats { kind pending running completedLastHour failedLastHour oldestPendingSeconds workers updatedAt }
  }
`)

export const QueueStatsSubscription = graphql(/* GraphQL */ `
  subscription WatchQueues {
    queueStats { kind pending running completedLastHour failedLastHour oldestPendingSeconds workers }
  }
`)

export const ScheduleElementCreationMutation = graphql(/* GraphQL */ `
  mutation ScheduleElementCreation($databaseId: ID!, $cron: String!, $timezone: String) {
    scheduleElementCreation(databaseId: $databaseId, cron: $cron, timezone: $timezone) {
      __typename
      ... on DatabasePayload { database { id schedule { cron timezone nextRunAt } } }
      ... on InvalidInputError { fields { path message } }
      ... on Error { code message }
    }
  }
`)

export const UnscheduleElementCreationMutation = graphql(/* GraphQL */ `
  mutation UnscheduleElementCreation($databaseId: ID!) {
    unscheduleElementCreation(databaseId: $databaseId) {
      __typename
      ... on DatabasePayload { database { id schedule { cron } } }
      ... on Error { code message }
    }
  }
`)

export const CreateMessageMutation = graphql(/* GraphQL */ `
  mutation CreateMessage($input: CreateMessageInput!) {
    createMessage(input: $input) {
      __typename
      ... on MessagePayload { message { id question sql database { id } createdBy createdAt } }
      ... on InvalidInputError { fields { path message } }
      ... on ConnectionFailedError { failure: reason }
      ... on Error { code reason: message }
    }
  }
`)

export const DeleteMessageMutation = graphql(/* GraphQL */ `
  mutation DeleteMessage($id: ID!) {
    deleteMessage(id: $id) { __typename ... on RemovedPayload { id } ... on Error { code message } }
  }
`)

export const MessagesQuery = graphql(/* GraphQL */ `
  query Messages($first: Int, $after: String, $last: Int, $before: String, $databaseId: ID) {
    messages(first: $first, after: $after, last: $last, before: $before, databaseId: $databaseId) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes { id question sql database { id name } createdBy createdAt charts { hasActiveTasks charts { id title } } }
    }
  }
`)

export const MessageChartsQuery = graphql(/* GraphQL */ `
  query MessageCharts($messageId: ID!) {
    messageCharts(messageId: $messageId) {
      hasActiveTasks
      activeTasks { id status progress currentStep message estimatedCompletionAt adjustmentQuery visibility }
      charts { id title mark visibility page planner adjustmentQuery createdBy createdAt }
    }
  }
`)

export const StartChartMutation = graphql(/* GraphQL */ `
  mutation StartChart($input: StartChartInput!) {
    startChart(input: $input) {
      __typename
      ... on StartChartPayload {
        task { id status visibility forceCreate adjustmentQuery sourceMessage { id } }
        chart { id title visibility adjustmentQuery }
      }
      ... on InvalidInputError { fields { path message } }
      ... on LimitExceededError { limit }
      ... on Error { code message }
    }
  }
`)

export const ChartTaskQuery = graphql(/* GraphQL */ `
  query ChartTask($id: ID!) {
    task(id: $id) {
      id
      status
      progress
      message
      durationMs
      attempt
      estimatedCompletionAt
      error { code message retryable }
      steps { name status progress done total durationMs }
      ... on ChartTask { chart { id title mark visibility page planner reason notes } sourceMessage { id question } }
    }
  }
`)

export const ChartQuery = graphql(/* GraphQL */ `
  query Chart($id: ID!) {
    chart(id: $id) {
      id
      title
      mark
      visibility
      visibilityChanges { from to by at }
      page
      planner
      sql
      understood
      reason
      notes
      adjustmentQuery
      spec
      data
      svg
      alternatives { mark title reason score spec }
      sourceMessage { id question }
      task { id status }
      createdBy
      createdAt
    }
  }
`)

export const ChartPictureQuery = graphql(/* GraphQL */ `
  query ChartPicture($id: ID!, $width: Int, $height: Int, $scale: Float) {
    chart(id: $id) {
      id
      title
      svg(width: $width, height: $height)
      png(width: $width, height: $height, scale: $scale)
    }
  }
`)

export const SetChartVisibilityMutation = graphql(/* GraphQL */ `
  mutation SetChartVisibility($id: ID!, $visibility: ChartVisibility!) {
    setChartVisibility(id: $id, visibility: $visibility) {
      __typename
      ... on ChartPayload { chart { id visibility page visibilityChanges { from to by at } } }
      ... on Error { code message }
    }
  }
`)

export const DeleteChartMutation = graphql(/* GraphQL */ `
  mutation DeleteChart($id: ID!) {
    deleteChart(id: $id) { __typename ... on RemovedPayload { id } ... on Error { code message } }
  }
`)

export const AuditLogQuery = graphql(/* GraphQL */ `
  query AuditLog($first: Int, $after: String, $last: Int, $before: String, $filter: AuditFilter) {
    auditLog(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
      totalCount
      nodes { id at userId role tokenKind tokenId address requestId action objectIds outcome code }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)
