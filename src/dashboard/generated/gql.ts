/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query DatabaseChoice($search: String) {\n    databases(first: 100, search: $search) {\n      nodes { id name engine }\n      pageInfo { hasNextPage }\n    }\n  }\n": typeof types.DatabaseChoiceDocument,
    "\n  mutation AskForChart($input: CreateMessageInput!) {\n    createMessage(input: $input) {\n      __typename\n      ... on MessagePayload { message { id } }\n      ... on Error { code reason: message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n": typeof types.AskForChartDocument,
    "\n  query EngineOfChosen($id: ID!) {\n    database(id: $id) { id engine }\n  }\n": typeof types.EngineOfChosenDocument,
    "\n  fragment ChartCard on Chart {\n    id title mark adjustmentQuery createdAt createdBy planner reason notes understood page visibility\n    visibilityChanges { from to by at }\n  }\n": typeof types.ChartCardFragmentDoc,
    "\n  query ChartPicture($id: ID!) {\n    chart(id: $id) { id spec sql }\n  }\n": typeof types.ChartPictureDocument,
    "\n  mutation DeleteChartOfMessage($id: ID!) {\n    deleteChart(id: $id) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n": typeof types.DeleteChartOfMessageDocument,
    "\n  query ChartSvg($id: ID!) {\n    chart(id: $id) { id svg }\n  }\n": typeof types.ChartSvgDocument,
    "\n  query ChartPng($id: ID!) {\n    chart(id: $id) { id png(scale: 2) }\n  }\n": typeof types.ChartPngDocument,
    "\n  mutation SetVisibilityOfChart($id: ID!, $visibility: ChartVisibility!) {\n    setChartVisibility(id: $id, visibility: $visibility) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n": typeof types.SetVisibilityOfChartDocument,
    "\n  query MessagePage($id: ID!) {\n    message(id: $id) {\n      id question sql createdAt createdBy\n      database { id name removedAt }\n      charts {\n        activeTasks { id adjustmentQuery ...TaskLine }\n        charts { id ...ChartCard }\n      }\n    }\n  }\n": typeof types.MessagePageDocument,
    "\n  query ChartAlternatives($id: ID!) {\n    chart(id: $id) { id alternatives { mark title reason spec } }\n  }\n": typeof types.ChartAlternativesDocument,
    "\n  mutation DeleteMessageWithCharts($id: ID!) {\n    deleteMessage(id: $id) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n": typeof types.DeleteMessageWithChartsDocument,
    "\n  query FailedDrawings($filter: TaskFilter!) {\n    tasks(last: 50, filter: $filter) {\n      nodes { id error { message } ... on ChartTask { sourceMessage { id } } }\n    }\n  }\n": typeof types.FailedDrawingsDocument,
    "\n  query DrawingOfChart($id: ID!) {\n    task(id: $id) {\n      id status\n      error { code message retryable }\n      ... on ChartTask { adjustmentQuery chart { id title } }\n    }\n  }\n": typeof types.DrawingOfChartDocument,
    "\n  query MessageList($databaseId: ID, $first: Int, $after: String, $last: Int, $before: String) {\n    messages(databaseId: $databaseId, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      nodes {\n        id question createdAt createdBy sql\n        database { id name }\n        charts { hasActiveTasks charts { id } }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.MessageListDocument,
    "\n  mutation StartChartOfMessage($input: StartChartInput!) {\n    startChart(input: $input) {\n      __typename\n      ... on StartChartPayload { task { id } chart { id title } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.StartChartOfMessageDocument,
    "\n  mutation ClearCatalogOfDatabase($databaseId: ID!) {\n    clearCatalog(databaseId: $databaseId) {\n      __typename\n      ... on DatabasePayload { database { id catalog { tableCount updatedAt } } }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n": typeof types.ClearCatalogOfDatabaseDocument,
    "\n  mutation StartElements($input: StartElementCreationInput!) {\n    startElementCreation(input: $input) {\n      __typename\n      ... on StartElementCreationPayload {\n        tasks { ...TaskLine database { id name } }\n        skipped { reason database { id name } }\n      }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n": typeof types.StartElementsDocument,
    "\n  query SchemasToRead($id: ID!) {\n    database(id: $id) { id schemas { name } }\n  }\n": typeof types.SchemasToReadDocument,
    "\n  fragment DatabaseFacts on Database {\n    id engine host port databaseName username createdAt createdBy\n  }\n": typeof types.DatabaseFactsFragmentDoc,
    "\n  query DatabasePage($id: ID!) {\n    database(id: $id) {\n      id name\n      ...DatabaseFacts\n      catalog { ...CatalogCounts }\n      elementCreation { ...ElementCreation }\n      schedule { ...Schedule }\n    }\n  }\n": typeof types.DatabasePageDocument,
    "\n  fragment DatabaseRow on Database {\n    id name engine host port databaseName\n    catalog { tableCount columnCount relationshipCount }\n    elementCreation { ...ElementsState }\n    schedule { cron timezone nextRunAt }\n  }\n": typeof types.DatabaseRowFragmentDoc,
    "\n  query DatabaseList($search: String, $first: Int, $after: String, $last: Int, $before: String) {\n    databases(search: $search, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      nodes { ...DatabaseRow }\n    }\n  }\n": typeof types.DatabaseListDocument,
    "\n  query CatalogDiagram($id: ID!, $schema: String, $first: Int!) {\n    database(id: $id) {\n      id\n      tables(schema: $schema, first: $first) { nodes { ...DiagramTable } }\n    }\n  }\n": typeof types.CatalogDiagramDocument,
    "\n  query DiagramCentre($id: ID!) {\n    node(id: $id) {\n      __typename\n      ... on Table {\n        id schema name\n        references { targetTable { id } }\n        referencedBy { sourceTable { id } }\n      }\n    }\n  }\n": typeof types.DiagramCentreDocument,
    "\n  query CentreCandidates($id: ID!, $search: String!) {\n    database(id: $id) { id tables(search: $search, first: 20) { nodes { id schema name } } }\n  }\n": typeof types.CentreCandidatesDocument,
    "\n  query Mermaid($id: ID!, $schema: String, $tables: [String!]) {\n    database(id: $id) { id diagram(schema: $schema, tables: $tables) }\n  }\n": typeof types.MermaidDocument,
    "\n  fragment DiagramTable on Table {\n    id schema name\n    columns { name dataType isPrimaryKey isForeignKey }\n    constraints { kind columns }\n    references {\n      id name origin\n      sourceColumns { name nullable }\n      targetColumns { name }\n      targetTable { id }\n    }\n  }\n": typeof types.DiagramTableFragmentDoc,
    "\n  query DiagramNeighbours($ids: [ID!]!) {\n    nodes(ids: $ids) { __typename ...DiagramTable }\n  }\n": typeof types.DiagramNeighboursDocument,
    "\n  fragment ElementCreation on ElementCreationState {\n    status canStart reason completedAt\n    task {\n      ...TaskLine\n      error { code message retryable }\n      result {\n        tables { ...Counts }\n        columns { ...Counts }\n        relationships { ...Counts }\n        failedTables { schema name message }\n        unreadableTables partitionsLeftOut unresolvedRelationships\n      }\n    }\n  }\n  fragment CatalogCounts on CatalogSummary { tableCount columnCount relationshipCount updatedAt }\n  fragment Counts on ElementCounts { created updated removed skipped }\n": typeof types.ElementCreationFragmentDoc,
    "\n  query ElementsLog($id: ID!) {\n    database(id: $id) { id elementCreation { log } }\n  }\n": typeof types.ElementsLogDocument,
    "\n  fragment ElementsState on ElementCreationState {\n    status canStart reason completedAt\n    task { ...TaskLine }\n  }\n": typeof types.ElementsStateFragmentDoc,
    "\n  mutation TestConnection($input: DatabaseSourceInput!) {\n    testConnection(input: $input) {\n      __typename\n      ... on TestConnectionPayload { serverVersion latencyMs tableCount readOnly }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n  fragment ConnectionProblem on ConnectionFailedError { reason message }\n": typeof types.TestConnectionDocument,
    "\n  mutation UpdateDatabase($input: UpdateDatabaseInput!) {\n    updateDatabase(input: $input) {\n      __typename\n      ... on DatabasePayload { database { id name engine host port databaseName username } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n": typeof types.UpdateDatabaseDocument,
    "\n  mutation RegisterInDashboard($input: RegisterDatabaseInput!) {\n    registerDatabase(input: $input) {\n      __typename\n      ... on DatabasePayload { database { id } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n": typeof types.RegisterInDashboardDocument,
    "\n  query RelationshipList($id: ID!, $origin: RelationshipOrigin, $first: Int, $after: String, $last: Int, $before: String) {\n    database(id: $id) {\n      id\n      relationships(origin: $origin, first: $first, after: $after, last: $last, before: $before) {\n        nodes { ...ListedRelationship }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      declared: relationships(origin: DECLARED, first: 1) { totalCount }\n      candidates: relationships(origin: CANDIDATE, first: 1) { totalCount }\n    }\n  }\n  fragment ListedRelationship on Relationship {\n    id name origin score reason\n    sourceColumns { name }\n    targetColumns { name }\n    sourceTable { id schema name }\n    targetTable { id schema name }\n  }\n": typeof types.RelationshipListDocument,
    "\n  mutation RemoveDatabase($id: ID!) {\n    removeDatabase(id: $id) {\n      __typename\n      ... on RemovedPayload { id }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n": typeof types.RemoveDatabaseDocument,
    "\n  mutation ResetElements($databaseId: ID!, $reason: String) {\n    resetElementCreation(databaseId: $databaseId, reason: $reason) {\n      __typename\n      ... on DatabasePayload { database { id elementCreation { ...ElementsState } } }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n": typeof types.ResetElementsDocument,
    "\n  mutation ScheduleElements($databaseId: ID!, $cron: String!, $timezone: String!) {\n    scheduleElementCreation(databaseId: $databaseId, cron: $cron, timezone: $timezone) {\n      __typename\n      ... on DatabasePayload { database { id schedule { ...Schedule } } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n": typeof types.ScheduleElementsDocument,
    "\n  fragment Schedule on Schedule { cron timezone nextRunAt }\n": typeof types.ScheduleFragmentDoc,
    "\n  mutation UnscheduleElements($databaseId: ID!) {\n    unscheduleElementCreation(databaseId: $databaseId) {\n      __typename\n      ... on DatabasePayload { database { id schedule { ...Schedule } } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.UnscheduleElementsDocument,
    "\n  query CatalogSchemas($id: ID!) {\n    database(id: $id) { id schemas { name tableCount } }\n  }\n": typeof types.CatalogSchemasDocument,
    "\n  query TablePage($databaseId: ID!, $id: ID!) {\n    database(id: $databaseId) { id name }\n    node(id: $id) {\n      __typename\n      ... on Table {\n        id schema name kind comment estimatedRowCount readable updatedAt\n        database { id }\n        inherits { schema name }\n        partitionOf { schema name }\n        columns { ...ColumnRow }\n        constraints { ...ConstraintRow }\n        indexes { ...IndexRow }\n        references { ...ReferenceRow }\n        referencedBy { ...ReferenceRow }\n      }\n    }\n  }\n": typeof types.TablePageDocument,
    "\n  fragment ColumnRow on Column {\n    id name dataType nullable default comment isPrimaryKey isForeignKey isGenerated isIdentity enumValues\n  }\n": typeof types.ColumnRowFragmentDoc,
    "\n  fragment ConstraintRow on Constraint { name kind columns definition }\n  fragment IndexRow on Index { name unique method columns definition }\n": typeof types.ConstraintRowFragmentDoc,
    "\n  fragment ReferenceRow on Relationship {\n    id name origin score reason onDelete onUpdate deferrable validated\n    sourceColumns { name nullable }\n    targetColumns { name }\n    sourceTable { id schema name }\n    targetTable { id schema name }\n  }\n": typeof types.ReferenceRowFragmentDoc,
    "\n  query UnresolvedOfCatalog($id: ID!) {\n    database(id: $id) {\n      id\n      unresolvedRelationships(first: 100) {\n        totalCount\n        nodes { name sourceColumns targetSchema targetName sourceTable { id schema name } }\n      }\n    }\n  }\n": typeof types.UnresolvedOfCatalogDocument,
    "\n  query CatalogPage($id: ID!, $schema: String, $search: String, $first: Int!, $after: String) {\n    database(id: $id) {\n      id\n      tables(schema: $schema, search: $search, first: $first, after: $after) {\n        totalCount\n        pageInfo { hasNextPage endCursor }\n        nodes { id schema name kind comment estimatedRowCount readable }\n      }\n    }\n  }\n": typeof types.CatalogPageDocument,
    "\n  query CandidateCount($id: ID!) {\n    database(id: $id) { id engine relationships(origin: CANDIDATE, first: 1) { totalCount } }\n  }\n": typeof types.CandidateCountDocument,
    "\n  query FilteredDatabaseConnectionString($id: ID!) {\n    filteredDatabase(id: $id) { id connectionString }\n  }\n": typeof types.FilteredDatabaseConnectionStringDocument,
    "\n  mutation DashboardDropFilteredDatabase($id: ID!) {\n    dropFilteredDatabase(id: $id) {\n      __typename\n      ... on RemovedPayload { id }\n      ... on Error { code message }\n    }\n  }\n": typeof types.DashboardDropFilteredDatabaseDocument,
    "\n  query ExampleTables($id: ID!) {\n    database(id: $id) {\n      id engine\n      tables(first: 30) {\n        nodes {\n          id name kind\n          columns { id name dataType enumValues }\n          references { id origin targetTable { id name } }\n        }\n      }\n    }\n  }\n": typeof types.ExampleTablesDocument,
    "\n  query FilteredDatabaseDetails($id: ID!) {\n    filteredDatabase(id: $id) {\n      id name host port databaseName username rowCount sizeBytes createdAt expiresAt\n      tables { schema name sourceRows rows referencedRows leftOutRows }\n      task {\n        id createdBy prompt warnings\n        source { id name }\n        plan { ...ShownPlan }\n      }\n    }\n  }\n": typeof types.FilteredDatabaseDetailsDocument,
    "\n  query FilteredDatabases($first: Int, $last: Int, $after: String, $before: String) {\n    filteredDatabases(first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      nodes {\n        id name rowCount sizeBytes createdAt expiresAt\n        task { id createdBy source { id name } }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.FilteredDatabasesDocument,
    "\n  fragment ShownPlan on FilterPlan {\n    planner asOf scope summary candidates\n    subjects { schema table condition sql }\n    tables { schema table role estimatedRows sql }\n  }\n": typeof types.ShownPlanFragmentDoc,
    "\n  query FilteredDatabasesInTheMaking {\n    tasks(first: 10, filter: { kinds: [FILTERED_DATABASE], statuses: [PENDING, RUNNING, CANCELLING] }) {\n      totalCount\n      nodes {\n        ...TaskLine\n        ... on FilteredDatabaseTask { prompt }\n      }\n    }\n  }\n": typeof types.FilteredDatabasesInTheMakingDocument,
    "\n  query FilterSources($search: String, $id: ID!) {\n    databases(first: 100, search: $search) {\n      totalCount\n      nodes { id name engine }\n    }\n    database(id: $id) { id name engine removedAt }\n  }\n": typeof types.FilterSourcesDocument,
    "\n  mutation StartFromPlan($input: StartFilteredDatabaseInput!) {\n    startFilteredDatabase(input: $input) {\n      __typename\n      ... on StartFilteredDatabasePayload { task { id plan { summary } } }\n      ... on UnclearPromptError { unrecognized suggestions }\n      ... on InvalidInputError { fields { path message } }\n      ... on ConnectionFailedError { reason }\n      ... on Error { code message }\n    }\n  }\n": typeof types.StartFromPlanDocument,
    "\n  query PlanToLookAt($input: FilterPlanQueryInput!) {\n    filterPlan(input: $input) {\n      __typename\n      ... on FilterPlanPayload { plan { ...ShownPlan } }\n      ... on UnclearPromptError { unrecognized suggestions }\n      ... on InvalidInputError { fields { path message } }\n      ... on ConnectionFailedError { reason }\n      ... on Error { code message }\n    }\n  }\n": typeof types.PlanToLookAtDocument,
    "\n  query WatchedFilteredDatabaseTask($id: ID!) {\n    task(id: $id) {\n      ...TaskLine\n      durationMs\n      error { code message retryable }\n      ... on FilteredDatabaseTask {\n        prompt\n        plan { ...ShownPlan }\n        filteredDatabase { id name rowCount sizeBytes tables { rows } }\n      }\n    }\n  }\n": typeof types.WatchedFilteredDatabaseTaskDocument,
    "\n  subscription Feed {\n    workspaceEvents { ...LiveEvent }\n  }\n  fragment LiveEvent on TaskEvent {\n    sequence type level at message status progress currentStep\n    task { id kind note: message attempt estimatedCompletionAt }\n  }\n": typeof types.FeedDocument,
    "\n  query DashboardViewer {\n    viewer { userId role workspace { id name } }\n  }\n": typeof types.DashboardViewerDocument,
    "\n  mutation DashboardCancelTask($taskId: ID!, $reason: String) {\n    cancelTask(taskId: $taskId, reason: $reason) {\n      __typename\n      ... on TaskPayload { task { id status cancelRequestedAt cancelReason } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.DashboardCancelTaskDocument,
    "\n  query TaskCounts(\n    $anyStatus: TaskFilter!, $anyKind: TaskFilter!\n    $pending: TaskFilter!, $running: TaskFilter!, $cancelling: TaskFilter!\n    $completed: TaskFilter!, $failed: TaskFilter!, $cancelled: TaskFilter!\n    $elementCreation: TaskFilter!, $filteredDatabase: TaskFilter!, $chart: TaskFilter!\n  ) {\n    anyStatus: tasks(filter: $anyStatus, first: 1) { totalCount }\n    PENDING: tasks(filter: $pending, first: 1) { totalCount }\n    RUNNING: tasks(filter: $running, first: 1) { totalCount }\n    CANCELLING: tasks(filter: $cancelling, first: 1) { totalCount }\n    COMPLETED: tasks(filter: $completed, first: 1) { totalCount }\n    FAILED: tasks(filter: $failed, first: 1) { totalCount }\n    CANCELLED: tasks(filter: $cancelled, first: 1) { totalCount }\n    anyKind: tasks(filter: $anyKind, first: 1) { totalCount }\n    ELEMENT_CREATION: tasks(filter: $elementCreation, first: 1) { totalCount }\n    FILTERED_DATABASE: tasks(filter: $filteredDatabase, first: 1) { totalCount }\n    CHART: tasks(filter: $chart, first: 1) { totalCount }\n  }\n": typeof types.TaskCountsDocument,
    "\n  query DatabaseNames($search: String) {\n    databases(first: 50, search: $search) { nodes { id name } }\n  }\n": typeof types.DatabaseNamesDocument,
    "\n  query DatabaseName($id: ID!) {\n    database(id: $id) { id name }\n  }\n": typeof types.DatabaseNameDocument,
    "\n  query TaskHistory($id: ID!, $after: String) {\n    task(id: $id) {\n      events(first: 100, after: $after) {\n        pageInfo { hasNextPage }\n        nodes { ...LogEvent }\n      }\n    }\n  }\n  fragment LogEvent on TaskEvent { cursor sequence type level at message progress }\n": typeof types.TaskHistoryDocument,
    "\n  fragment ChartOutcome on ChartTask {\n    adjustmentQuery\n    sourceMessage { id question deletedAt }\n    chart { id title mark }\n  }\n": typeof types.ChartOutcomeFragmentDoc,
    "\n  query TaskChartPicture($id: ID!) {\n    chart(id: $id) { id svg }\n  }\n": typeof types.TaskChartPictureDocument,
    "\n  fragment ElementCreationOutcome on ElementCreationTask {\n    database { id name removedAt }\n    result {\n      tables { ...ElementCount }\n      columns { ...ElementCount }\n      relationships { ...ElementCount }\n      failedTables { schema name message }\n      unreadableTables\n      partitionsLeftOut\n      unresolvedRelationships\n    }\n  }\n  fragment ElementCount on ElementCounts { created updated skipped removed }\n": typeof types.ElementCreationOutcomeFragmentDoc,
    "\n  fragment FilteredDatabaseOutcome on FilteredDatabaseTask {\n    prompt\n    source { id name removedAt }\n    plan { summary scope candidates }\n    warnings\n    filteredDatabase { id name rowCount sizeBytes expiresAt }\n  }\n": typeof types.FilteredDatabaseOutcomeFragmentDoc,
    "\n  mutation DashboardRetryTask($taskId: ID!) {\n    retryTask(taskId: $taskId) {\n      __typename\n      ... on TaskPayload { task { id } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.DashboardRetryTaskDocument,
    "\n  fragment TaskSubject on Task {\n    kind\n    ... on ElementCreationTask { database { id name } }\n    ... on FilteredDatabaseTask { prompt source { id name } }\n    ... on ChartTask { adjustmentQuery sourceMessage { id question } }\n  }\n": typeof types.TaskSubjectFragmentDoc,
    "\n  fragment TaskLine on Task {\n    id kind status progress currentStep message attempt maxAttempts estimatedCompletionAt\n  }\n": typeof types.TaskLineFragmentDoc,
    "\n  query TaskPage($id: ID!) {\n    task(id: $id) {\n      ...TaskRow\n      priority completedAt cancelRequestedAt cancelReason\n      steps { name status progress done total durationMs }\n      retryOf { id kind status createdAt }\n      error { code message retryable }\n      ...ElementCreationOutcome\n      ...FilteredDatabaseOutcome\n      ...ChartOutcome\n    }\n  }\n": typeof types.TaskPageDocument,
    "\n  fragment TaskRow on Task {\n    ...TaskLine\n    ...TaskSubject\n    createdBy createdAt startedAt durationMs\n  }\n": typeof types.TaskRowFragmentDoc,
    "\n  query TaskList($first: Int, $after: String, $last: Int, $before: String, $filter: TaskFilter) {\n    tasks(first: $first, after: $after, last: $last, before: $before, filter: $filter) {\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      nodes { ...TaskRow }\n    }\n  }\n": typeof types.TaskListDocument,
};
const documents: Documents = {
    "\n  query DatabaseChoice($search: String) {\n    databases(first: 100, search: $search) {\n      nodes { id name engine }\n      pageInfo { hasNextPage }\n    }\n  }\n": types.DatabaseChoiceDocument,
    "\n  mutation AskForChart($input: CreateMessageInput!) {\n    createMessage(input: $input) {\n      __typename\n      ... on MessagePayload { message { id } }\n      ... on Error { code reason: message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n": types.AskForChartDocument,
    "\n  query EngineOfChosen($id: ID!) {\n    database(id: $id) { id engine }\n  }\n": types.EngineOfChosenDocument,
    "\n  fragment ChartCard on Chart {\n    id title mark adjustmentQuery createdAt createdBy planner reason notes understood page visibility\n    visibilityChanges { from to by at }\n  }\n": types.ChartCardFragmentDoc,
    "\n  query ChartPicture($id: ID!) {\n    chart(id: $id) { id spec sql }\n  }\n": types.ChartPictureDocument,
    "\n  mutation DeleteChartOfMessage($id: ID!) {\n    deleteChart(id: $id) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n": types.DeleteChartOfMessageDocument,
    "\n  query ChartSvg($id: ID!) {\n    chart(id: $id) { id svg }\n  }\n": types.ChartSvgDocument,
    "\n  query ChartPng($id: ID!) {\n    chart(id: $id) { id png(scale: 2) }\n  }\n": types.ChartPngDocument,
    "\n  mutation SetVisibilityOfChart($id: ID!, $visibility: ChartVisibility!) {\n    setChartVisibility(id: $id, visibility: $visibility) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n": types.SetVisibilityOfChartDocument,
    "\n  query MessagePage($id: ID!) {\n    message(id: $id) {\n      id question sql createdAt createdBy\n      database { id name removedAt }\n      charts {\n        activeTasks { id adjustmentQuery ...TaskLine }\n        charts { id ...ChartCard }\n      }\n    }\n  }\n": types.MessagePageDocument,
    "\n  query ChartAlternatives($id: ID!) {\n    chart(id: $id) { id alternatives { mark title reason spec } }\n  }\n": types.ChartAlternativesDocument,
    "\n  mutation DeleteMessageWithCharts($id: ID!) {\n    deleteMessage(id: $id) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n": types.DeleteMessageWithChartsDocument,
    "\n  query FailedDrawings($filter: TaskFilter!) {\n    tasks(last: 50, filter: $filter) {\n      nodes { id error { message } ... on ChartTask { sourceMessage { id } } }\n    }\n  }\n": types.FailedDrawingsDocument,
    "\n  query DrawingOfChart($id: ID!) {\n    task(id: $id) {\n      id status\n      error { code message retryable }\n      ... on ChartTask { adjustmentQuery chart { id title } }\n    }\n  }\n": types.DrawingOfChartDocument,
    "\n  query MessageList($databaseId: ID, $first: Int, $after: String, $last: Int, $before: String) {\n    messages(databaseId: $databaseId, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      nodes {\n        id question createdAt createdBy sql\n        database { id name }\n        charts { hasActiveTasks charts { id } }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.MessageListDocument,
    "\n  mutation StartChartOfMessage($input: StartChartInput!) {\n    startChart(input: $input) {\n      __typename\n      ... on StartChartPayload { task { id } chart { id title } }\n      ... on Error { code message }\n    }\n  }\n": types.StartChartOfMessageDocument,
    "\n  mutation ClearCatalogOfDatabase($databaseId: ID!) {\n    clearCatalog(databaseId: $databaseId) {\n      __typename\n      ... on DatabasePayload { database { id catalog { tableCount updatedAt } } }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n": types.ClearCatalogOfDatabaseDocument,
    "\n  mutation StartElements($input: StartElementCreationInput!) {\n    startElementCreation(input: $input) {\n      __typename\n      ... on StartElementCreationPayload {\n        tasks { ...TaskLine database { id name } }\n        skipped { reason database { id name } }\n      }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n": types.StartElementsDocument,
    "\n  query SchemasToRead($id: ID!) {\n    database(id: $id) { id schemas { name } }\n  }\n": types.SchemasToReadDocument,
    "\n  fragment DatabaseFacts on Database {\n    id engine host port databaseName username createdAt createdBy\n  }\n": types.DatabaseFactsFragmentDoc,
    "\n  query DatabasePage($id: ID!) {\n    database(id: $id) {\n      id name\n      ...DatabaseFacts\n      catalog { ...CatalogCounts }\n      elementCreation { ...ElementCreation }\n      schedule { ...Schedule }\n    }\n  }\n": types.DatabasePageDocument,
    "\n  fragment DatabaseRow on Database {\n    id name engine host port databaseName\n    catalog { tableCount columnCount relationshipCount }\n    elementCreation { ...ElementsState }\n    schedule { cron timezone nextRunAt }\n  }\n": types.DatabaseRowFragmentDoc,
    "\n  query DatabaseList($search: String, $first: Int, $after: String, $last: Int, $before: String) {\n    databases(search: $search, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      nodes { ...DatabaseRow }\n    }\n  }\n": types.DatabaseListDocument,
    "\n  query CatalogDiagram($id: ID!, $schema: String, $first: Int!) {\n    database(id: $id) {\n      id\n      tables(schema: $schema, first: $first) { nodes { ...DiagramTable } }\n    }\n  }\n": types.CatalogDiagramDocument,
    "\n  query DiagramCentre($id: ID!) {\n    node(id: $id) {\n      __typename\n      ... on Table {\n        id schema name\n        references { targetTable { id } }\n        referencedBy { sourceTable { id } }\n      }\n    }\n  }\n": types.DiagramCentreDocument,
    "\n  query CentreCandidates($id: ID!, $search: String!) {\n    database(id: $id) { id tables(search: $search, first: 20) { nodes { id schema name } } }\n  }\n": types.CentreCandidatesDocument,
    "\n  query Mermaid($id: ID!, $schema: String, $tables: [String!]) {\n    database(id: $id) { id diagram(schema: $schema, tables: $tables) }\n  }\n": types.MermaidDocument,
    "\n  fragment DiagramTable on Table {\n    id schema name\n    columns { name dataType isPrimaryKey isForeignKey }\n    constraints { kind columns }\n    references {\n      id name origin\n      sourceColumns { name nullable }\n      targetColumns { name }\n      targetTable { id }\n    }\n  }\n": types.DiagramTableFragmentDoc,
    "\n  query DiagramNeighbours($ids: [ID!]!) {\n    nodes(ids: $ids) { __typename ...DiagramTable }\n  }\n": types.DiagramNeighboursDocument,
    "\n  fragment ElementCreation on ElementCreationState {\n    status canStart reason completedAt\n    task {\n      ...TaskLine\n      error { code message retryable }\n      result {\n        tables { ...Counts }\n        columns { ...Counts }\n        relationships { ...Counts }\n        failedTables { schema name message }\n        unreadableTables partitionsLeftOut unresolvedRelationships\n      }\n    }\n  }\n  fragment CatalogCounts on CatalogSummary { tableCount columnCount relationshipCount updatedAt }\n  fragment Counts on ElementCounts { created updated removed skipped }\n": types.ElementCreationFragmentDoc,
    "\n  query ElementsLog($id: ID!) {\n    database(id: $id) { id elementCreation { log } }\n  }\n": types.ElementsLogDocument,
    "\n  fragment ElementsState on ElementCreationState {\n    status canStart reason completedAt\n    task { ...TaskLine }\n  }\n": types.ElementsStateFragmentDoc,
    "\n  mutation TestConnection($input: DatabaseSourceInput!) {\n    testConnection(input: $input) {\n      __typename\n      ... on TestConnectionPayload { serverVersion latencyMs tableCount readOnly }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n  fragment ConnectionProblem on ConnectionFailedError { reason message }\n": types.TestConnectionDocument,
    "\n  mutation UpdateDatabase($input: UpdateDatabaseInput!) {\n    updateDatabase(input: $input) {\n      __typename\n      ... on DatabasePayload { database { id name engine host port databaseName username } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n": types.UpdateDatabaseDocument,
    "\n  mutation RegisterInDashboard($input: RegisterDatabaseInput!) {\n    registerDatabase(input: $input) {\n      __typename\n      ... on DatabasePayload { database { id } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n": types.RegisterInDashboardDocument,
    "\n  query RelationshipList($id: ID!, $origin: RelationshipOrigin, $first: Int, $after: String, $last: Int, $before: String) {\n    database(id: $id) {\n      id\n      relationships(origin: $origin, first: $first, after: $after, last: $last, before: $before) {\n        nodes { ...ListedRelationship }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      declared: relationships(origin: DECLARED, first: 1) { totalCount }\n      candidates: relationships(origin: CANDIDATE, first: 1) { totalCount }\n    }\n  }\n  fragment ListedRelationship on Relationship {\n    id name origin score reason\n    sourceColumns { name }\n    targetColumns { name }\n    sourceTable { id schema name }\n    targetTable { id schema name }\n  }\n": types.RelationshipListDocument,
    "\n  mutation RemoveDatabase($id: ID!) {\n    removeDatabase(id: $id) {\n      __typename\n      ... on RemovedPayload { id }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n": types.RemoveDatabaseDocument,
    "\n  mutation ResetElements($databaseId: ID!, $reason: String) {\n    resetElementCreation(databaseId: $databaseId, reason: $reason) {\n      __typename\n      ... on DatabasePayload { database { id elementCreation { ...ElementsState } } }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n": types.ResetElementsDocument,
    "\n  mutation ScheduleElements($databaseId: ID!, $cron: String!, $timezone: String!) {\n    scheduleElementCreation(databaseId: $databaseId, cron: $cron, timezone: $timezone) {\n      __typename\n      ... on DatabasePayload { database { id schedule { ...Schedule } } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n": types.ScheduleElementsDocument,
    "\n  fragment Schedule on Schedule { cron timezone nextRunAt }\n": types.ScheduleFragmentDoc,
    "\n  mutation UnscheduleElements($databaseId: ID!) {\n    unscheduleElementCreation(databaseId: $databaseId) {\n      __typename\n      ... on DatabasePayload { database { id schedule { ...Schedule } } }\n      ... on Error { code message }\n    }\n  }\n": types.UnscheduleElementsDocument,
    "\n  query CatalogSchemas($id: ID!) {\n    database(id: $id) { id schemas { name tableCount } }\n  }\n": types.CatalogSchemasDocument,
    "\n  query TablePage($databaseId: ID!, $id: ID!) {\n    database(id: $databaseId) { id name }\n    node(id: $id) {\n      __typename\n      ... on Table {\n        id schema name kind comment estimatedRowCount readable updatedAt\n        database { id }\n        inherits { schema name }\n        partitionOf { schema name }\n        columns { ...ColumnRow }\n        constraints { ...ConstraintRow }\n        indexes { ...IndexRow }\n        references { ...ReferenceRow }\n        referencedBy { ...ReferenceRow }\n      }\n    }\n  }\n": types.TablePageDocument,
    "\n  fragment ColumnRow on Column {\n    id name dataType nullable default comment isPrimaryKey isForeignKey isGenerated isIdentity enumValues\n  }\n": types.ColumnRowFragmentDoc,
    "\n  fragment ConstraintRow on Constraint { name kind columns definition }\n  fragment IndexRow on Index { name unique method columns definition }\n": types.ConstraintRowFragmentDoc,
    "\n  fragment ReferenceRow on Relationship {\n    id name origin score reason onDelete onUpdate deferrable validated\n    sourceColumns { name nullable }\n    targetColumns { name }\n    sourceTable { id schema name }\n    targetTable { id schema name }\n  }\n": types.ReferenceRowFragmentDoc,
    "\n  query UnresolvedOfCatalog($id: ID!) {\n    database(id: $id) {\n      id\n      unresolvedRelationships(first: 100) {\n        totalCount\n        nodes { name sourceColumns targetSchema targetName sourceTable { id schema name } }\n      }\n    }\n  }\n": types.UnresolvedOfCatalogDocument,
    "\n  query CatalogPage($id: ID!, $schema: String, $search: String, $first: Int!, $after: String) {\n    database(id: $id) {\n      id\n      tables(schema: $schema, search: $search, first: $first, after: $after) {\n        totalCount\n        pageInfo { hasNextPage endCursor }\n        nodes { id schema name kind comment estimatedRowCount readable }\n      }\n    }\n  }\n": types.CatalogPageDocument,
    "\n  query CandidateCount($id: ID!) {\n    database(id: $id) { id engine relationships(origin: CANDIDATE, first: 1) { totalCount } }\n  }\n": types.CandidateCountDocument,
    "\n  query FilteredDatabaseConnectionString($id: ID!) {\n    filteredDatabase(id: $id) { id connectionString }\n  }\n": types.FilteredDatabaseConnectionStringDocument,
    "\n  mutation DashboardDropFilteredDatabase($id: ID!) {\n    dropFilteredDatabase(id: $id) {\n      __typename\n      ... on RemovedPayload { id }\n      ... on Error { code message }\n    }\n  }\n": types.DashboardDropFilteredDatabaseDocument,
    "\n  query ExampleTables($id: ID!) {\n    database(id: $id) {\n      id engine\n      tables(first: 30) {\n        nodes {\n          id name kind\n          columns { id name dataType enumValues }\n          references { id origin targetTable { id name } }\n        }\n      }\n    }\n  }\n": types.ExampleTablesDocument,
    "\n  query FilteredDatabaseDetails($id: ID!) {\n    filteredDatabase(id: $id) {\n      id name host port databaseName username rowCount sizeBytes createdAt expiresAt\n      tables { schema name sourceRows rows referencedRows leftOutRows }\n      task {\n        id createdBy prompt warnings\n        source { id name }\n        plan { ...ShownPlan }\n      }\n    }\n  }\n": types.FilteredDatabaseDetailsDocument,
    "\n  query FilteredDatabases($first: Int, $last: Int, $after: String, $before: String) {\n    filteredDatabases(first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      nodes {\n        id name rowCount sizeBytes createdAt expiresAt\n        task { id createdBy source { id name } }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.FilteredDatabasesDocument,
    "\n  fragment ShownPlan on FilterPlan {\n    planner asOf scope summary candidates\n    subjects { schema table condition sql }\n    tables { schema table role estimatedRows sql }\n  }\n": types.ShownPlanFragmentDoc,
    "\n  query FilteredDatabasesInTheMaking {\n    tasks(first: 10, filter: { kinds: [FILTERED_DATABASE], statuses: [PENDING, RUNNING, CANCELLING] }) {\n      totalCount\n      nodes {\n        ...TaskLine\n        ... on FilteredDatabaseTask { prompt }\n      }\n    }\n  }\n": types.FilteredDatabasesInTheMakingDocument,
    "\n  query FilterSources($search: String, $id: ID!) {\n    databases(first: 100, search: $search) {\n      totalCount\n      nodes { id name engine }\n    }\n    database(id: $id) { id name engine removedAt }\n  }\n": types.FilterSourcesDocument,
    "\n  mutation StartFromPlan($input: StartFilteredDatabaseInput!) {\n    startFilteredDatabase(input: $input) {\n      __typename\n      ... on StartFilteredDatabasePayload { task { id plan { summary } } }\n      ... on UnclearPromptError { unrecognized suggestions }\n      ... on InvalidInputError { fields { path message } }\n      ... on ConnectionFailedError { reason }\n      ... on Error { code message }\n    }\n  }\n": types.StartFromPlanDocument,
    "\n  query PlanToLookAt($input: FilterPlanQueryInput!) {\n    filterPlan(input: $input) {\n      __typename\n      ... on FilterPlanPayload { plan { ...ShownPlan } }\n      ... on UnclearPromptError { unrecognized suggestions }\n      ... on InvalidInputError { fields { path message } }\n      ... on ConnectionFailedError { reason }\n      ... on Error { code message }\n    }\n  }\n": types.PlanToLookAtDocument,
    "\n  query WatchedFilteredDatabaseTask($id: ID!) {\n    task(id: $id) {\n      ...TaskLine\n      durationMs\n      error { code message retryable }\n      ... on FilteredDatabaseTask {\n        prompt\n        plan { ...ShownPlan }\n        filteredDatabase { id name rowCount sizeBytes tables { rows } }\n      }\n    }\n  }\n": types.WatchedFilteredDatabaseTaskDocument,
    "\n  subscription Feed {\n    workspaceEvents { ...LiveEvent }\n  }\n  fragment LiveEvent on TaskEvent {\n    sequence type level at message status progress currentStep\n    task { id kind note: message attempt estimatedCompletionAt }\n  }\n": types.FeedDocument,
    "\n  query DashboardViewer {\n    viewer { userId role workspace { id name } }\n  }\n": types.DashboardViewerDocument,
    "\n  mutation DashboardCancelTask($taskId: ID!, $reason: String) {\n    cancelTask(taskId: $taskId, reason: $reason) {\n      __typename\n      ... on TaskPayload { task { id status cancelRequestedAt cancelReason } }\n      ... on Error { code message }\n    }\n  }\n": types.DashboardCancelTaskDocument,
    "\n  query TaskCounts(\n    $anyStatus: TaskFilter!, $anyKind: TaskFilter!\n    $pending: TaskFilter!, $running: TaskFilter!, $cancelling: TaskFilter!\n    $completed: TaskFilter!, $failed: TaskFilter!, $cancelled: TaskFilter!\n    $elementCreation: TaskFilter!, $filteredDatabase: TaskFilter!, $chart: TaskFilter!\n  ) {\n    anyStatus: tasks(filter: $anyStatus, first: 1) { totalCount }\n    PENDING: tasks(filter: $pending, first: 1) { totalCount }\n    RUNNING: tasks(filter: $running, first: 1) { totalCount }\n    CANCELLING: tasks(filter: $cancelling, first: 1) { totalCount }\n    COMPLETED: tasks(filter: $completed, first: 1) { totalCount }\n    FAILED: tasks(filter: $failed, first: 1) { totalCount }\n    CANCELLED: tasks(filter: $cancelled, first: 1) { totalCount }\n    anyKind: tasks(filter: $anyKind, first: 1) { totalCount }\n    ELEMENT_CREATION: tasks(filter: $elementCreation, first: 1) { totalCount }\n    FILTERED_DATABASE: tasks(filter: $filteredDatabase, first: 1) { totalCount }\n    CHART: tasks(filter: $chart, first: 1) { totalCount }\n  }\n": types.TaskCountsDocument,
    "\n  query DatabaseNames($search: String) {\n    databases(first: 50, search: $search) { nodes { id name } }\n  }\n": types.DatabaseNamesDocument,
    "\n  query DatabaseName($id: ID!) {\n    database(id: $id) { id name }\n  }\n": types.DatabaseNameDocument,
    "\n  query TaskHistory($id: ID!, $after: String) {\n    task(id: $id) {\n      events(first: 100, after: $after) {\n        pageInfo { hasNextPage }\n        nodes { ...LogEvent }\n      }\n    }\n  }\n  fragment LogEvent on TaskEvent { cursor sequence type level at message progress }\n": types.TaskHistoryDocument,
    "\n  fragment ChartOutcome on ChartTask {\n    adjustmentQuery\n    sourceMessage { id question deletedAt }\n    chart { id title mark }\n  }\n": types.ChartOutcomeFragmentDoc,
    "\n  query TaskChartPicture($id: ID!) {\n    chart(id: $id) { id svg }\n  }\n": types.TaskChartPictureDocument,
    "\n  fragment ElementCreationOutcome on ElementCreationTask {\n    database { id name removedAt }\n    result {\n      tables { ...ElementCount }\n      columns { ...ElementCount }\n      relationships { ...ElementCount }\n      failedTables { schema name message }\n      unreadableTables\n      partitionsLeftOut\n      unresolvedRelationships\n    }\n  }\n  fragment ElementCount on ElementCounts { created updated skipped removed }\n": types.ElementCreationOutcomeFragmentDoc,
    "\n  fragment FilteredDatabaseOutcome on FilteredDatabaseTask {\n    prompt\n    source { id name removedAt }\n    plan { summary scope candidates }\n    warnings\n    filteredDatabase { id name rowCount sizeBytes expiresAt }\n  }\n": types.FilteredDatabaseOutcomeFragmentDoc,
    "\n  mutation DashboardRetryTask($taskId: ID!) {\n    retryTask(taskId: $taskId) {\n      __typename\n      ... on TaskPayload { task { id } }\n      ... on Error { code message }\n    }\n  }\n": types.DashboardRetryTaskDocument,
    "\n  fragment TaskSubject on Task {\n    kind\n    ... on ElementCreationTask { database { id name } }\n    ... on FilteredDatabaseTask { prompt source { id name } }\n    ... on ChartTask { adjustmentQuery sourceMessage { id question } }\n  }\n": types.TaskSubjectFragmentDoc,
    "\n  fragment TaskLine on Task {\n    id kind status progress currentStep message attempt maxAttempts estimatedCompletionAt\n  }\n": types.TaskLineFragmentDoc,
    "\n  query TaskPage($id: ID!) {\n    task(id: $id) {\n      ...TaskRow\n      priority completedAt cancelRequestedAt cancelReason\n      steps { name status progress done total durationMs }\n      retryOf { id kind status createdAt }\n      error { code message retryable }\n      ...ElementCreationOutcome\n      ...FilteredDatabaseOutcome\n      ...ChartOutcome\n    }\n  }\n": types.TaskPageDocument,
    "\n  fragment TaskRow on Task {\n    ...TaskLine\n    ...TaskSubject\n    createdBy createdAt startedAt durationMs\n  }\n": types.TaskRowFragmentDoc,
    "\n  query TaskList($first: Int, $after: String, $last: Int, $before: String, $filter: TaskFilter) {\n    tasks(first: $first, after: $after, last: $last, before: $before, filter: $filter) {\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      nodes { ...TaskRow }\n    }\n  }\n": types.TaskListDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DatabaseChoice($search: String) {\n    databases(first: 100, search: $search) {\n      nodes { id name engine }\n      pageInfo { hasNextPage }\n    }\n  }\n"): (typeof documents)["\n  query DatabaseChoice($search: String) {\n    databases(first: 100, search: $search) {\n      nodes { id name engine }\n      pageInfo { hasNextPage }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AskForChart($input: CreateMessageInput!) {\n    createMessage(input: $input) {\n      __typename\n      ... on MessagePayload { message { id } }\n      ... on Error { code reason: message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n"): (typeof documents)["\n  mutation AskForChart($input: CreateMessageInput!) {\n    createMessage(input: $input) {\n      __typename\n      ... on MessagePayload { message { id } }\n      ... on Error { code reason: message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EngineOfChosen($id: ID!) {\n    database(id: $id) { id engine }\n  }\n"): (typeof documents)["\n  query EngineOfChosen($id: ID!) {\n    database(id: $id) { id engine }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ChartCard on Chart {\n    id title mark adjustmentQuery createdAt createdBy planner reason notes understood page visibility\n    visibilityChanges { from to by at }\n  }\n"): (typeof documents)["\n  fragment ChartCard on Chart {\n    id title mark adjustmentQuery createdAt createdBy planner reason notes understood page visibility\n    visibilityChanges { from to by at }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ChartPicture($id: ID!) {\n    chart(id: $id) { id spec sql }\n  }\n"): (typeof documents)["\n  query ChartPicture($id: ID!) {\n    chart(id: $id) { id spec sql }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteChartOfMessage($id: ID!) {\n    deleteChart(id: $id) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteChartOfMessage($id: ID!) {\n    deleteChart(id: $id) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ChartSvg($id: ID!) {\n    chart(id: $id) { id svg }\n  }\n"): (typeof documents)["\n  query ChartSvg($id: ID!) {\n    chart(id: $id) { id svg }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ChartPng($id: ID!) {\n    chart(id: $id) { id png(scale: 2) }\n  }\n"): (typeof documents)["\n  query ChartPng($id: ID!) {\n    chart(id: $id) { id png(scale: 2) }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetVisibilityOfChart($id: ID!, $visibility: ChartVisibility!) {\n    setChartVisibility(id: $id, visibility: $visibility) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation SetVisibilityOfChart($id: ID!, $visibility: ChartVisibility!) {\n    setChartVisibility(id: $id, visibility: $visibility) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MessagePage($id: ID!) {\n    message(id: $id) {\n      id question sql createdAt createdBy\n      database { id name removedAt }\n      charts {\n        activeTasks { id adjustmentQuery ...TaskLine }\n        charts { id ...ChartCard }\n      }\n    }\n  }\n"): (typeof documents)["\n  query MessagePage($id: ID!) {\n    message(id: $id) {\n      id question sql createdAt createdBy\n      database { id name removedAt }\n      charts {\n        activeTasks { id adjustmentQuery ...TaskLine }\n        charts { id ...ChartCard }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ChartAlternatives($id: ID!) {\n    chart(id: $id) { id alternatives { mark title reason spec } }\n  }\n"): (typeof documents)["\n  query ChartAlternatives($id: ID!) {\n    chart(id: $id) { id alternatives { mark title reason spec } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteMessageWithCharts($id: ID!) {\n    deleteMessage(id: $id) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteMessageWithCharts($id: ID!) {\n    deleteMessage(id: $id) {\n      __typename\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FailedDrawings($filter: TaskFilter!) {\n    tasks(last: 50, filter: $filter) {\n      nodes { id error { message } ... on ChartTask { sourceMessage { id } } }\n    }\n  }\n"): (typeof documents)["\n  query FailedDrawings($filter: TaskFilter!) {\n    tasks(last: 50, filter: $filter) {\n      nodes { id error { message } ... on ChartTask { sourceMessage { id } } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DrawingOfChart($id: ID!) {\n    task(id: $id) {\n      id status\n      error { code message retryable }\n      ... on ChartTask { adjustmentQuery chart { id title } }\n    }\n  }\n"): (typeof documents)["\n  query DrawingOfChart($id: ID!) {\n    task(id: $id) {\n      id status\n      error { code message retryable }\n      ... on ChartTask { adjustmentQuery chart { id title } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MessageList($databaseId: ID, $first: Int, $after: String, $last: Int, $before: String) {\n    messages(databaseId: $databaseId, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      nodes {\n        id question createdAt createdBy sql\n        database { id name }\n        charts { hasActiveTasks charts { id } }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query MessageList($databaseId: ID, $first: Int, $after: String, $last: Int, $before: String) {\n    messages(databaseId: $databaseId, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      nodes {\n        id question createdAt createdBy sql\n        database { id name }\n        charts { hasActiveTasks charts { id } }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartChartOfMessage($input: StartChartInput!) {\n    startChart(input: $input) {\n      __typename\n      ... on StartChartPayload { task { id } chart { id title } }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation StartChartOfMessage($input: StartChartInput!) {\n    startChart(input: $input) {\n      __typename\n      ... on StartChartPayload { task { id } chart { id title } }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ClearCatalogOfDatabase($databaseId: ID!) {\n    clearCatalog(databaseId: $databaseId) {\n      __typename\n      ... on DatabasePayload { database { id catalog { tableCount updatedAt } } }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n"): (typeof documents)["\n  mutation ClearCatalogOfDatabase($databaseId: ID!) {\n    clearCatalog(databaseId: $databaseId) {\n      __typename\n      ... on DatabasePayload { database { id catalog { tableCount updatedAt } } }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartElements($input: StartElementCreationInput!) {\n    startElementCreation(input: $input) {\n      __typename\n      ... on StartElementCreationPayload {\n        tasks { ...TaskLine database { id name } }\n        skipped { reason database { id name } }\n      }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n"): (typeof documents)["\n  mutation StartElements($input: StartElementCreationInput!) {\n    startElementCreation(input: $input) {\n      __typename\n      ... on StartElementCreationPayload {\n        tasks { ...TaskLine database { id name } }\n        skipped { reason database { id name } }\n      }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SchemasToRead($id: ID!) {\n    database(id: $id) { id schemas { name } }\n  }\n"): (typeof documents)["\n  query SchemasToRead($id: ID!) {\n    database(id: $id) { id schemas { name } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DatabaseFacts on Database {\n    id engine host port databaseName username createdAt createdBy\n  }\n"): (typeof documents)["\n  fragment DatabaseFacts on Database {\n    id engine host port databaseName username createdAt createdBy\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DatabasePage($id: ID!) {\n    database(id: $id) {\n      id name\n      ...DatabaseFacts\n      catalog { ...CatalogCounts }\n      elementCreation { ...ElementCreation }\n      schedule { ...Schedule }\n    }\n  }\n"): (typeof documents)["\n  query DatabasePage($id: ID!) {\n    database(id: $id) {\n      id name\n      ...DatabaseFacts\n      catalog { ...CatalogCounts }\n      elementCreation { ...ElementCreation }\n      schedule { ...Schedule }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DatabaseRow on Database {\n    id name engine host port databaseName\n    catalog { tableCount columnCount relationshipCount }\n    elementCreation { ...ElementsState }\n    schedule { cron timezone nextRunAt }\n  }\n"): (typeof documents)["\n  fragment DatabaseRow on Database {\n    id name engine host port databaseName\n    catalog { tableCount columnCount relationshipCount }\n    elementCreation { ...ElementsState }\n    schedule { cron timezone nextRunAt }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DatabaseList($search: String, $first: Int, $after: String, $last: Int, $before: String) {\n    databases(search: $search, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      nodes { ...DatabaseRow }\n    }\n  }\n"): (typeof documents)["\n  query DatabaseList($search: String, $first: Int, $after: String, $last: Int, $before: String) {\n    databases(search: $search, first: $first, after: $after, last: $last, before: $before) {\n      totalCount\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      nodes { ...DatabaseRow }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CatalogDiagram($id: ID!, $schema: String, $first: Int!) {\n    database(id: $id) {\n      id\n      tables(schema: $schema, first: $first) { nodes { ...DiagramTable } }\n    }\n  }\n"): (typeof documents)["\n  query CatalogDiagram($id: ID!, $schema: String, $first: Int!) {\n    database(id: $id) {\n      id\n      tables(schema: $schema, first: $first) { nodes { ...DiagramTable } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DiagramCentre($id: ID!) {\n    node(id: $id) {\n      __typename\n      ... on Table {\n        id schema name\n        references { targetTable { id } }\n        referencedBy { sourceTable { id } }\n      }\n    }\n  }\n"): (typeof documents)["\n  query DiagramCentre($id: ID!) {\n    node(id: $id) {\n      __typename\n      ... on Table {\n        id schema name\n        references { targetTable { id } }\n        referencedBy { sourceTable { id } }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CentreCandidates($id: ID!, $search: String!) {\n    database(id: $id) { id tables(search: $search, first: 20) { nodes { id schema name } } }\n  }\n"): (typeof documents)["\n  query CentreCandidates($id: ID!, $search: String!) {\n    database(id: $id) { id tables(search: $search, first: 20) { nodes { id schema name } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Mermaid($id: ID!, $schema: String, $tables: [String!]) {\n    database(id: $id) { id diagram(schema: $schema, tables: $tables) }\n  }\n"): (typeof documents)["\n  query Mermaid($id: ID!, $schema: String, $tables: [String!]) {\n    database(id: $id) { id diagram(schema: $schema, tables: $tables) }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DiagramTable on Table {\n    id schema name\n    columns { name dataType isPrimaryKey isForeignKey }\n    constraints { kind columns }\n    references {\n      id name origin\n      sourceColumns { name nullable }\n      targetColumns { name }\n      targetTable { id }\n    }\n  }\n"): (typeof documents)["\n  fragment DiagramTable on Table {\n    id schema name\n    columns { name dataType isPrimaryKey isForeignKey }\n    constraints { kind columns }\n    references {\n      id name origin\n      sourceColumns { name nullable }\n      targetColumns { name }\n      targetTable { id }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DiagramNeighbours($ids: [ID!]!) {\n    nodes(ids: $ids) { __typename ...DiagramTable }\n  }\n"): (typeof documents)["\n  query DiagramNeighbours($ids: [ID!]!) {\n    nodes(ids: $ids) { __typename ...DiagramTable }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ElementCreation on ElementCreationState {\n    status canStart reason completedAt\n    task {\n      ...TaskLine\n      error { code message retryable }\n      result {\n        tables { ...Counts }\n        columns { ...Counts }\n        relationships { ...Counts }\n        failedTables { schema name message }\n        unreadableTables partitionsLeftOut unresolvedRelationships\n      }\n    }\n  }\n  fragment CatalogCounts on CatalogSummary { tableCount columnCount relationshipCount updatedAt }\n  fragment Counts on ElementCounts { created updated removed skipped }\n"): (typeof documents)["\n  fragment ElementCreation on ElementCreationState {\n    status canStart reason completedAt\n    task {\n      ...TaskLine\n      error { code message retryable }\n      result {\n        tables { ...Counts }\n        columns { ...Counts }\n        relationships { ...Counts }\n        failedTables { schema name message }\n        unreadableTables partitionsLeftOut unresolvedRelationships\n      }\n    }\n  }\n  fragment CatalogCounts on CatalogSummary { tableCount columnCount relationshipCount updatedAt }\n  fragment Counts on ElementCounts { created updated removed skipped }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ElementsLog($id: ID!) {\n    database(id: $id) { id elementCreation { log } }\n  }\n"): (typeof documents)["\n  query ElementsLog($id: ID!) {\n    database(id: $id) { id elementCreation { log } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ElementsState on ElementCreationState {\n    status canStart reason completedAt\n    task { ...TaskLine }\n  }\n"): (typeof documents)["\n  fragment ElementsState on ElementCreationState {\n    status canStart reason completedAt\n    task { ...TaskLine }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TestConnection($input: DatabaseSourceInput!) {\n    testConnection(input: $input) {\n      __typename\n      ... on TestConnectionPayload { serverVersion latencyMs tableCount readOnly }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n  fragment ConnectionProblem on ConnectionFailedError { reason message }\n"): (typeof documents)["\n  mutation TestConnection($input: DatabaseSourceInput!) {\n    testConnection(input: $input) {\n      __typename\n      ... on TestConnectionPayload { serverVersion latencyMs tableCount readOnly }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n  fragment ConnectionProblem on ConnectionFailedError { reason message }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateDatabase($input: UpdateDatabaseInput!) {\n    updateDatabase(input: $input) {\n      __typename\n      ... on DatabasePayload { database { id name engine host port databaseName username } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateDatabase($input: UpdateDatabaseInput!) {\n    updateDatabase(input: $input) {\n      __typename\n      ... on DatabasePayload { database { id name engine host port databaseName username } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterInDashboard($input: RegisterDatabaseInput!) {\n    registerDatabase(input: $input) {\n      __typename\n      ... on DatabasePayload { database { id } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n"): (typeof documents)["\n  mutation RegisterInDashboard($input: RegisterDatabaseInput!) {\n    registerDatabase(input: $input) {\n      __typename\n      ... on DatabasePayload { database { id } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n      ...ConnectionProblem\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RelationshipList($id: ID!, $origin: RelationshipOrigin, $first: Int, $after: String, $last: Int, $before: String) {\n    database(id: $id) {\n      id\n      relationships(origin: $origin, first: $first, after: $after, last: $last, before: $before) {\n        nodes { ...ListedRelationship }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      declared: relationships(origin: DECLARED, first: 1) { totalCount }\n      candidates: relationships(origin: CANDIDATE, first: 1) { totalCount }\n    }\n  }\n  fragment ListedRelationship on Relationship {\n    id name origin score reason\n    sourceColumns { name }\n    targetColumns { name }\n    sourceTable { id schema name }\n    targetTable { id schema name }\n  }\n"): (typeof documents)["\n  query RelationshipList($id: ID!, $origin: RelationshipOrigin, $first: Int, $after: String, $last: Int, $before: String) {\n    database(id: $id) {\n      id\n      relationships(origin: $origin, first: $first, after: $after, last: $last, before: $before) {\n        nodes { ...ListedRelationship }\n        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      }\n      declared: relationships(origin: DECLARED, first: 1) { totalCount }\n      candidates: relationships(origin: CANDIDATE, first: 1) { totalCount }\n    }\n  }\n  fragment ListedRelationship on Relationship {\n    id name origin score reason\n    sourceColumns { name }\n    targetColumns { name }\n    sourceTable { id schema name }\n    targetTable { id schema name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveDatabase($id: ID!) {\n    removeDatabase(id: $id) {\n      __typename\n      ... on RemovedPayload { id }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveDatabase($id: ID!) {\n    removeDatabase(id: $id) {\n      __typename\n      ... on RemovedPayload { id }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResetElements($databaseId: ID!, $reason: String) {\n    resetElementCreation(databaseId: $databaseId, reason: $reason) {\n      __typename\n      ... on DatabasePayload { database { id elementCreation { ...ElementsState } } }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n"): (typeof documents)["\n  mutation ResetElements($databaseId: ID!, $reason: String) {\n    resetElementCreation(databaseId: $databaseId, reason: $reason) {\n      __typename\n      ... on DatabasePayload { database { id elementCreation { ...ElementsState } } }\n      ... on Error { code message }\n      ... on ConflictError { task { id } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ScheduleElements($databaseId: ID!, $cron: String!, $timezone: String!) {\n    scheduleElementCreation(databaseId: $databaseId, cron: $cron, timezone: $timezone) {\n      __typename\n      ... on DatabasePayload { database { id schedule { ...Schedule } } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n"): (typeof documents)["\n  mutation ScheduleElements($databaseId: ID!, $cron: String!, $timezone: String!) {\n    scheduleElementCreation(databaseId: $databaseId, cron: $cron, timezone: $timezone) {\n      __typename\n      ... on DatabasePayload { database { id schedule { ...Schedule } } }\n      ... on Error { code message }\n      ... on InvalidInputError { fields { path message } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Schedule on Schedule { cron timezone nextRunAt }\n"): (typeof documents)["\n  fragment Schedule on Schedule { cron timezone nextRunAt }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UnscheduleElements($databaseId: ID!) {\n    unscheduleElementCreation(databaseId: $databaseId) {\n      __typename\n      ... on DatabasePayload { database { id schedule { ...Schedule } } }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation UnscheduleElements($databaseId: ID!) {\n    unscheduleElementCreation(databaseId: $databaseId) {\n      __typename\n      ... on DatabasePayload { database { id schedule { ...Schedule } } }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CatalogSchemas($id: ID!) {\n    database(id: $id) { id schemas { name tableCount } }\n  }\n"): (typeof documents)["\n  query CatalogSchemas($id: ID!) {\n    database(id: $id) { id schemas { name tableCount } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TablePage($databaseId: ID!, $id: ID!) {\n    database(id: $databaseId) { id name }\n    node(id: $id) {\n      __typename\n      ... on Table {\n        id schema name kind comment estimatedRowCount readable updatedAt\n        database { id }\n        inherits { schema name }\n        partitionOf { schema name }\n        columns { ...ColumnRow }\n        constraints { ...ConstraintRow }\n        indexes { ...IndexRow }\n        references { ...ReferenceRow }\n        referencedBy { ...ReferenceRow }\n      }\n    }\n  }\n"): (typeof documents)["\n  query TablePage($databaseId: ID!, $id: ID!) {\n    database(id: $databaseId) { id name }\n    node(id: $id) {\n      __typename\n      ... on Table {\n        id schema name kind comment estimatedRowCount readable updatedAt\n        database { id }\n        inherits { schema name }\n        partitionOf { schema name }\n        columns { ...ColumnRow }\n        constraints { ...ConstraintRow }\n        indexes { ...IndexRow }\n        references { ...ReferenceRow }\n        referencedBy { ...ReferenceRow }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ColumnRow on Column {\n    id name dataType nullable default comment isPrimaryKey isForeignKey isGenerated isIdentity enumValues\n  }\n"): (typeof documents)["\n  fragment ColumnRow on Column {\n    id name dataType nullable default comment isPrimaryKey isForeignKey isGenerated isIdentity enumValues\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConstraintRow on Constraint { name kind columns definition }\n  fragment IndexRow on Index { name unique method columns definition }\n"): (typeof documents)["\n  fragment ConstraintRow on Constraint { name kind columns definition }\n  fragment IndexRow on Index { name unique method columns definition }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ReferenceRow on Relationship {\n    id name origin score reason onDelete onUpdate deferrable validated\n    sourceColumns { name nullable }\n    targetColumns { name }\n    sourceTable { id schema name }\n    targetTable { id schema name }\n  }\n"): (typeof documents)["\n  fragment ReferenceRow on Relationship {\n    id name origin score reason onDelete onUpdate deferrable validated\n    sourceColumns { name nullable }\n    targetColumns { name }\n    sourceTable { id schema name }\n    targetTable { id schema name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UnresolvedOfCatalog($id: ID!) {\n    database(id: $id) {\n      id\n      unresolvedRelationships(first: 100) {\n        totalCount\n        nodes { name sourceColumns targetSchema targetName sourceTable { id schema name } }\n      }\n    }\n  }\n"): (typeof documents)["\n  query UnresolvedOfCatalog($id: ID!) {\n    database(id: $id) {\n      id\n      unresolvedRelationships(first: 100) {\n        totalCount\n        nodes { name sourceColumns targetSchema targetName sourceTable { id schema name } }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CatalogPage($id: ID!, $schema: String, $search: String, $first: Int!, $after: String) {\n    database(id: $id) {\n      id\n      tables(schema: $schema, search: $search, first: $first, after: $after) {\n        totalCount\n        pageInfo { hasNextPage endCursor }\n        nodes { id schema name kind comment estimatedRowCount readable }\n      }\n    }\n  }\n"): (typeof documents)["\n  query CatalogPage($id: ID!, $schema: String, $search: String, $first: Int!, $after: String) {\n    database(id: $id) {\n      id\n      tables(schema: $schema, search: $search, first: $first, after: $after) {\n        totalCount\n        pageInfo { hasNextPage endCursor }\n        nodes { id schema name kind comment estimatedRowCount readable }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CandidateCount($id: ID!) {\n    database(id: $id) { id engine relationships(origin: CANDIDATE, first: 1) { totalCount } }\n  }\n"): (typeof documents)["\n  query CandidateCount($id: ID!) {\n    database(id: $id) { id engine relationships(origin: CANDIDATE, first: 1) { totalCount } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FilteredDatabaseConnectionString($id: ID!) {\n    filteredDatabase(id: $id) { id connectionString }\n  }\n"): (typeof documents)["\n  query FilteredDatabaseConnectionString($id: ID!) {\n    filteredDatabase(id: $id) { id connectionString }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DashboardDropFilteredDatabase($id: ID!) {\n    dropFilteredDatabase(id: $id) {\n      __typename\n      ... on RemovedPayload { id }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation DashboardDropFilteredDatabase($id: ID!) {\n    dropFilteredDatabase(id: $id) {\n      __typename\n      ... on RemovedPayload { id }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ExampleTables($id: ID!) {\n    database(id: $id) {\n      id engine\n      tables(first: 30) {\n        nodes {\n          id name kind\n          columns { id name dataType enumValues }\n          references { id origin targetTable { id name } }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ExampleTables($id: ID!) {\n    database(id: $id) {\n      id engine\n      tables(first: 30) {\n        nodes {\n          id name kind\n          columns { id name dataType enumValues }\n          references { id origin targetTable { id name } }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FilteredDatabaseDetails($id: ID!) {\n    filteredDatabase(id: $id) {\n      id name host port databaseName username rowCount sizeBytes createdAt expiresAt\n      tables { schema name sourceRows rows referencedRows leftOutRows }\n      task {\n        id createdBy prompt warnings\n        source { id name }\n        plan { ...ShownPlan }\n      }\n    }\n  }\n"): (typeof documents)["\n  query FilteredDatabaseDetails($id: ID!) {\n    filteredDatabase(id: $id) {\n      id name host port databaseName username rowCount sizeBytes createdAt expiresAt\n      tables { schema name sourceRows rows referencedRows leftOutRows }\n      task {\n        id createdBy prompt warnings\n        source { id name }\n        plan { ...ShownPlan }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FilteredDatabases($first: Int, $last: Int, $after: String, $before: String) {\n    filteredDatabases(first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      nodes {\n        id name rowCount sizeBytes createdAt expiresAt\n        task { id createdBy source { id name } }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query FilteredDatabases($first: Int, $last: Int, $after: String, $before: String) {\n    filteredDatabases(first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      nodes {\n        id name rowCount sizeBytes createdAt expiresAt\n        task { id createdBy source { id name } }\n      }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ShownPlan on FilterPlan {\n    planner asOf scope summary candidates\n    subjects { schema table condition sql }\n    tables { schema table role estimatedRows sql }\n  }\n"): (typeof documents)["\n  fragment ShownPlan on FilterPlan {\n    planner asOf scope summary candidates\n    subjects { schema table condition sql }\n    tables { schema table role estimatedRows sql }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FilteredDatabasesInTheMaking {\n    tasks(first: 10, filter: { kinds: [FILTERED_DATABASE], statuses: [PENDING, RUNNING, CANCELLING] }) {\n      totalCount\n      nodes {\n        ...TaskLine\n        ... on FilteredDatabaseTask { prompt }\n      }\n    }\n  }\n"): (typeof documents)["\n  query FilteredDatabasesInTheMaking {\n    tasks(first: 10, filter: { kinds: [FILTERED_DATABASE], statuses: [PENDING, RUNNING, CANCELLING] }) {\n      totalCount\n      nodes {\n        ...TaskLine\n        ... on FilteredDatabaseTask { prompt }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FilterSources($search: String, $id: ID!) {\n    databases(first: 100, search: $search) {\n      totalCount\n      nodes { id name engine }\n    }\n    database(id: $id) { id name engine removedAt }\n  }\n"): (typeof documents)["\n  query FilterSources($search: String, $id: ID!) {\n    databases(first: 100, search: $search) {\n      totalCount\n      nodes { id name engine }\n    }\n    database(id: $id) { id name engine removedAt }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartFromPlan($input: StartFilteredDatabaseInput!) {\n    startFilteredDatabase(input: $input) {\n      __typename\n      ... on StartFilteredDatabasePayload { task { id plan { summary } } }\n      ... on UnclearPromptError { unrecognized suggestions }\n      ... on InvalidInputError { fields { path message } }\n      ... on ConnectionFailedError { reason }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation StartFromPlan($input: StartFilteredDatabaseInput!) {\n    startFilteredDatabase(input: $input) {\n      __typename\n      ... on StartFilteredDatabasePayload { task { id plan { summary } } }\n      ... on UnclearPromptError { unrecognized suggestions }\n      ... on InvalidInputError { fields { path message } }\n      ... on ConnectionFailedError { reason }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PlanToLookAt($input: FilterPlanQueryInput!) {\n    filterPlan(input: $input) {\n      __typename\n      ... on FilterPlanPayload { plan { ...ShownPlan } }\n      ... on UnclearPromptError { unrecognized suggestions }\n      ... on InvalidInputError { fields { path message } }\n      ... on ConnectionFailedError { reason }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  query PlanToLookAt($input: FilterPlanQueryInput!) {\n    filterPlan(input: $input) {\n      __typename\n      ... on FilterPlanPayload { plan { ...ShownPlan } }\n      ... on UnclearPromptError { unrecognized suggestions }\n      ... on InvalidInputError { fields { path message } }\n      ... on ConnectionFailedError { reason }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WatchedFilteredDatabaseTask($id: ID!) {\n    task(id: $id) {\n      ...TaskLine\n      durationMs\n      error { code message retryable }\n      ... on FilteredDatabaseTask {\n        prompt\n        plan { ...ShownPlan }\n        filteredDatabase { id name rowCount sizeBytes tables { rows } }\n      }\n    }\n  }\n"): (typeof documents)["\n  query WatchedFilteredDatabaseTask($id: ID!) {\n    task(id: $id) {\n      ...TaskLine\n      durationMs\n      error { code message retryable }\n      ... on FilteredDatabaseTask {\n        prompt\n        plan { ...ShownPlan }\n        filteredDatabase { id name rowCount sizeBytes tables { rows } }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Feed {\n    workspaceEvents { ...LiveEvent }\n  }\n  fragment LiveEvent on TaskEvent {\n    sequence type level at message status progress currentStep\n    task { id kind note: message attempt estimatedCompletionAt }\n  }\n"): (typeof documents)["\n  subscription Feed {\n    workspaceEvents { ...LiveEvent }\n  }\n  fragment LiveEvent on TaskEvent {\n    sequence type level at message status progress currentStep\n    task { id kind note: message attempt estimatedCompletionAt }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DashboardViewer {\n    viewer { userId role workspace { id name } }\n  }\n"): (typeof documents)["\n  query DashboardViewer {\n    viewer { userId role workspace { id name } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DashboardCancelTask($taskId: ID!, $reason: String) {\n    cancelTask(taskId: $taskId, reason: $reason) {\n      __typename\n      ... on TaskPayload { task { id status cancelRequestedAt cancelReason } }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation DashboardCancelTask($taskId: ID!, $reason: String) {\n    cancelTask(taskId: $taskId, reason: $reason) {\n      __typename\n      ... on TaskPayload { task { id status cancelRequestedAt cancelReason } }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TaskCounts(\n    $anyStatus: TaskFilter!, $anyKind: TaskFilter!\n    $pending: TaskFilter!, $running: TaskFilter!, $cancelling: TaskFilter!\n    $completed: TaskFilter!, $failed: TaskFilter!, $cancelled: TaskFilter!\n    $elementCreation: TaskFilter!, $filteredDatabase: TaskFilter!, $chart: TaskFilter!\n  ) {\n    anyStatus: tasks(filter: $anyStatus, first: 1) { totalCount }\n    PENDING: tasks(filter: $pending, first: 1) { totalCount }\n    RUNNING: tasks(filter: $running, first: 1) { totalCount }\n    CANCELLING: tasks(filter: $cancelling, first: 1) { totalCount }\n    COMPLETED: tasks(filter: $completed, first: 1) { totalCount }\n    FAILED: tasks(filter: $failed, first: 1) { totalCount }\n    CANCELLED: tasks(filter: $cancelled, first: 1) { totalCount }\n    anyKind: tasks(filter: $anyKind, first: 1) { totalCount }\n    ELEMENT_CREATION: tasks(filter: $elementCreation, first: 1) { totalCount }\n    FILTERED_DATABASE: tasks(filter: $filteredDatabase, first: 1) { totalCount }\n    CHART: tasks(filter: $chart, first: 1) { totalCount }\n  }\n"): (typeof documents)["\n  query TaskCounts(\n    $anyStatus: TaskFilter!, $anyKind: TaskFilter!\n    $pending: TaskFilter!, $running: TaskFilter!, $cancelling: TaskFilter!\n    $completed: TaskFilter!, $failed: TaskFilter!, $cancelled: TaskFilter!\n    $elementCreation: TaskFilter!, $filteredDatabase: TaskFilter!, $chart: TaskFilter!\n  ) {\n    anyStatus: tasks(filter: $anyStatus, first: 1) { totalCount }\n    PENDING: tasks(filter: $pending, first: 1) { totalCount }\n    RUNNING: tasks(filter: $running, first: 1) { totalCount }\n    CANCELLING: tasks(filter: $cancelling, first: 1) { totalCount }\n    COMPLETED: tasks(filter: $completed, first: 1) { totalCount }\n    FAILED: tasks(filter: $failed, first: 1) { totalCount }\n    CANCELLED: tasks(filter: $cancelled, first: 1) { totalCount }\n    anyKind: tasks(filter: $anyKind, first: 1) { totalCount }\n    ELEMENT_CREATION: tasks(filter: $elementCreation, first: 1) { totalCount }\n    FILTERED_DATABASE: tasks(filter: $filteredDatabase, first: 1) { totalCount }\n    CHART: tasks(filter: $chart, first: 1) { totalCount }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DatabaseNames($search: String) {\n    databases(first: 50, search: $search) { nodes { id name } }\n  }\n"): (typeof documents)["\n  query DatabaseNames($search: String) {\n    databases(first: 50, search: $search) { nodes { id name } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DatabaseName($id: ID!) {\n    database(id: $id) { id name }\n  }\n"): (typeof documents)["\n  query DatabaseName($id: ID!) {\n    database(id: $id) { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TaskHistory($id: ID!, $after: String) {\n    task(id: $id) {\n      events(first: 100, after: $after) {\n        pageInfo { hasNextPage }\n        nodes { ...LogEvent }\n      }\n    }\n  }\n  fragment LogEvent on TaskEvent { cursor sequence type level at message progress }\n"): (typeof documents)["\n  query TaskHistory($id: ID!, $after: String) {\n    task(id: $id) {\n      events(first: 100, after: $after) {\n        pageInfo { hasNextPage }\n        nodes { ...LogEvent }\n      }\n    }\n  }\n  fragment LogEvent on TaskEvent { cursor sequence type level at message progress }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ChartOutcome on ChartTask {\n    adjustmentQuery\n    sourceMessage { id question deletedAt }\n    chart { id title mark }\n  }\n"): (typeof documents)["\n  fragment ChartOutcome on ChartTask {\n    adjustmentQuery\n    sourceMessage { id question deletedAt }\n    chart { id title mark }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TaskChartPicture($id: ID!) {\n    chart(id: $id) { id svg }\n  }\n"): (typeof documents)["\n  query TaskChartPicture($id: ID!) {\n    chart(id: $id) { id svg }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ElementCreationOutcome on ElementCreationTask {\n    database { id name removedAt }\n    result {\n      tables { ...ElementCount }\n      columns { ...ElementCount }\n      relationships { ...ElementCount }\n      failedTables { schema name message }\n      unreadableTables\n      partitionsLeftOut\n      unresolvedRelationships\n    }\n  }\n  fragment ElementCount on ElementCounts { created updated skipped removed }\n"): (typeof documents)["\n  fragment ElementCreationOutcome on ElementCreationTask {\n    database { id name removedAt }\n    result {\n      tables { ...ElementCount }\n      columns { ...ElementCount }\n      relationships { ...ElementCount }\n      failedTables { schema name message }\n      unreadableTables\n      partitionsLeftOut\n      unresolvedRelationships\n    }\n  }\n  fragment ElementCount on ElementCounts { created updated skipped removed }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment FilteredDatabaseOutcome on FilteredDatabaseTask {\n    prompt\n    source { id name removedAt }\n    plan { summary scope candidates }\n    warnings\n    filteredDatabase { id name rowCount sizeBytes expiresAt }\n  }\n"): (typeof documents)["\n  fragment FilteredDatabaseOutcome on FilteredDatabaseTask {\n    prompt\n    source { id name removedAt }\n    plan { summary scope candidates }\n    warnings\n    filteredDatabase { id name rowCount sizeBytes expiresAt }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DashboardRetryTask($taskId: ID!) {\n    retryTask(taskId: $taskId) {\n      __typename\n      ... on TaskPayload { task { id } }\n      ... on Error { code message }\n    }\n  }\n"): (typeof documents)["\n  mutation DashboardRetryTask($taskId: ID!) {\n    retryTask(taskId: $taskId) {\n      __typename\n      ... on TaskPayload { task { id } }\n      ... on Error { code message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TaskSubject on Task {\n    kind\n    ... on ElementCreationTask { database { id name } }\n    ... on FilteredDatabaseTask { prompt source { id name } }\n    ... on ChartTask { adjustmentQuery sourceMessage { id question } }\n  }\n"): (typeof documents)["\n  fragment TaskSubject on Task {\n    kind\n    ... on ElementCreationTask { database { id name } }\n    ... on FilteredDatabaseTask { prompt source { id name } }\n    ... on ChartTask { adjustmentQuery sourceMessage { id question } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TaskLine on Task {\n    id kind status progress currentStep message attempt maxAttempts estimatedCompletionAt\n  }\n"): (typeof documents)["\n  fragment TaskLine on Task {\n    id kind status progress currentStep message attempt maxAttempts estimatedCompletionAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TaskPage($id: ID!) {\n    task(id: $id) {\n      ...TaskRow\n      priority completedAt cancelRequestedAt cancelReason\n      steps { name status progress done total durationMs }\n      retryOf { id kind status createdAt }\n      error { code message retryable }\n      ...ElementCreationOutcome\n      ...FilteredDatabaseOutcome\n      ...ChartOutcome\n    }\n  }\n"): (typeof documents)["\n  query TaskPage($id: ID!) {\n    task(id: $id) {\n      ...TaskRow\n      priority completedAt cancelRequestedAt cancelReason\n      steps { name status progress done total durationMs }\n      retryOf { id kind status createdAt }\n      error { code message retryable }\n      ...ElementCreationOutcome\n      ...FilteredDatabaseOutcome\n      ...ChartOutcome\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TaskRow on Task {\n    ...TaskLine\n    ...TaskSubject\n    createdBy createdAt startedAt durationMs\n  }\n"): (typeof documents)["\n  fragment TaskRow on Task {\n    ...TaskLine\n    ...TaskSubject\n    createdBy createdAt startedAt durationMs\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TaskList($first: Int, $after: String, $last: Int, $before: String, $filter: TaskFilter) {\n    tasks(first: $first, after: $after, last: $last, before: $before, filter: $filter) {\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      nodes { ...TaskRow }\n    }\n  }\n"): (typeof documents)["\n  query TaskList($first: Int, $after: String, $last: Int, $before: String, $filter: TaskFilter) {\n    tasks(first: $first, after: $after, last: $last, before: $before, filter: $filter) {\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n      nodes { ...TaskRow }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;