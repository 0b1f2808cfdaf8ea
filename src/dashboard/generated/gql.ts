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
    "\n  subscription Feed {\n    workspaceEvents { ...LiveEvent }\n  }\n  fragment LiveEvent on TaskEvent {\n    sequence type level at message status progress currentStep\n    task { id kind note: message attempt estimatedCompletionAt }\n  }\n": typeof types.FeedDocument,
    "\n  query DashboardViewer {\n    viewer { userId role workspace { id name } }\n  }\n": typeof types.DashboardViewerDocument,
    "\n  mutation DashboardCancelTask($taskId: ID!, $reason: String) {\n    cancelTask(taskId: $taskId, reason: $reason) {\n      __typename\n      ... on TaskPayload { task { id status cancelRequestedAt cancelReason } }\n      ... on Error { code message }\n    }\n  }\n": typeof types.DashboardCancelTaskDocument,
    "\n  fragment TaskLine on Task {\n    id kind status progress currentStep message attempt maxAttempts estimatedCompletionAt\n  }\n": typeof types.TaskLineFragmentDoc,
};
const documents: Documents = {
    "\n  subscription Feed {\n    workspaceEvents { ...LiveEvent }\n  }\n  fragment LiveEvent on TaskEvent {\n    sequence type level at message status progress currentStep\n    task { id kind note: message attempt estimatedCompletionAt }\n  }\n": types.FeedDocument,
    "\n  query DashboardViewer {\n    viewer { userId role workspace { id name } }\n  }\n": types.DashboardViewerDocument,
    "\n  mutation DashboardCancelTask($taskId: ID!, $reason: String) {\n    cancelTask(taskId: $taskId, reason: $reason) {\n      __typename\n      ... on TaskPayload { task { id status cancelRequestedAt cancelReason } }\n      ... on Error { code message }\n    }\n  }\n": types.DashboardCancelTaskDocument,
    "\n  fragment TaskLine on Task {\n    id kind status progress currentStep message attempt maxAttempts estimatedCompletionAt\n  }\n": types.TaskLineFragmentDoc,
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
export function graphql(source: "\n  fragment TaskLine on Task {\n    id kind status progress currentStep message attempt maxAttempts estimatedCompletionAt\n  }\n"): (typeof documents)["\n  fragment TaskLine on Task {\n    id kind status progress currentStep message attempt maxAttempts estimatedCompletionAt\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;