/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type LogLevel =
  | 'DEBUG'
  | 'ERROR'
  | 'INFO'
  | 'WARN';

/** VIEWER reads; EDITOR also starts, cancels and registers; ADMIN also sees every task and the queues of the workspace. */
export type Role =
  | 'ADMIN'
  | 'EDITOR'
  | 'VIEWER';

export type TaskEventType =
  | 'CANCELLED'
  | 'CANCELLING'
  | 'COMPLETED'
  | 'FAILED'
  | 'LOG'
  | 'PROGRESS'
  | 'QUEUED'
  | 'RETRYING'
  | 'STARTED';

export type TaskKind =
  | 'CHART'
  | 'ELEMENT_CREATION'
  | 'FILTERED_DATABASE';

/** CANCELLING: asked to stop and still running. COMPLETED, FAILED and CANCELLED are settled and final. */
export type TaskStatus =
  | 'CANCELLED'
  | 'CANCELLING'
  | 'COMPLETED'
  | 'FAILED'
  | 'PENDING'
  | 'RUNNING';

export type FeedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type FeedSubscription = { workspaceEvents: { sequence: number, type: TaskEventType, level: LogLevel, at: string, message: string, status: TaskStatus, progress: number, currentStep: string, task:
      | { id: string, kind: TaskKind, attempt: number, estimatedCompletionAt: string | null, note: string }
      | { id: string, kind: TaskKind, attempt: number, estimatedCompletionAt: string | null, note: string }
      | { id: string, kind: TaskKind, attempt: number, estimatedCompletionAt: string | null, note: string }
     } };

export type LiveEventFragment = { sequence: number, type: TaskEventType, level: LogLevel, at: string, message: string, status: TaskStatus, progress: number, currentStep: string, task:
    | { id: string, kind: TaskKind, attempt: number, estimatedCompletionAt: string | null, note: string }
    | { id: string, kind: TaskKind, attempt: number, estimatedCompletionAt: string | null, note: string }
    | { id: string, kind: TaskKind, attempt: number, estimatedCompletionAt: string | null, note: string }
   };

export type DashboardViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type DashboardViewerQuery = { viewer: { userId: string, role: Role, workspace: { id: string, name: string } } };

export type DashboardCancelTaskMutationVariables = Exact<{
  taskId: string | number;
  reason?: string | null | undefined;
}>;


export type DashboardCancelTaskMutation = { cancelTask:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'TaskPayload', task:
        | { id: string, status: TaskStatus, cancelRequestedAt: string | null, cancelReason: string | null }
        | { id: string, status: TaskStatus, cancelRequestedAt: string | null, cancelReason: string | null }
        | { id: string, status: TaskStatus, cancelRequestedAt: string | null, cancelReason: string | null }
       }
   };

type TaskLine_ChartTask_Fragment = { id: string, kind: TaskKind, status: TaskStatus, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, estimatedCompletionAt: string | null };

type TaskLine_ElementCreationTask_Fragment = { id: string, kind: TaskKind, status: TaskStatus, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, estimatedCompletionAt: string | null };

type TaskLine_FilteredDatabaseTask_Fragment = { id: string, kind: TaskKind, status: TaskStatus, progress: number, currentStep: string, message: string, attempt: number, maxAttempts: number, estimatedCompletionAt: string | null };

export type TaskLineFragment =
  | TaskLine_ChartTask_Fragment
  | TaskLine_ElementCreationTask_Fragment
  | TaskLine_FilteredDatabaseTask_Fragment
;

export const LiveEventFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"LiveEvent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaskEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"currentStep"}},{"kind":"Field","name":{"kind":"Name","value":"task"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","alias":{"kind":"Name","value":"note"},"name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCompletionAt"}}]}}]}}]} as unknown as DocumentNode<LiveEventFragment, unknown>;
export const TaskLineFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TaskLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Task"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"currentStep"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"maxAttempts"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCompletionAt"}}]}}]} as unknown as DocumentNode<TaskLineFragment, unknown>;
export const FeedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"Feed"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workspaceEvents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"LiveEvent"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"LiveEvent"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaskEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"progress"}},{"kind":"Field","name":{"kind":"Name","value":"currentStep"}},{"kind":"Field","name":{"kind":"Name","value":"task"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","alias":{"kind":"Name","value":"note"},"name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"attempt"}},{"kind":"Field","name":{"kind":"Name","value":"estimatedCompletionAt"}}]}}]}}]} as unknown as DocumentNode<FeedSubscription, FeedSubscriptionVariables>;
export const DashboardViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DashboardViewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"userId"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"workspace"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<DashboardViewerQuery, DashboardViewerQueryVariables>;
export const DashboardCancelTaskDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DashboardCancelTask"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"reason"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelTask"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"taskId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"taskId"}}},{"kind":"Argument","name":{"kind":"Name","value":"reason"},"value":{"kind":"Variable","name":{"kind":"Name","value":"reason"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TaskPayload"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"task"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"cancelRequestedAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelReason"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<DashboardCancelTaskMutation, DashboardCancelTaskMutationVariables>;