import { listAdministratorsOperation } from './admin/administrators'
import { deleteFailedJobOperation, listFailedJobsOperation, retryFailedJobOperation } from './admin/jobs'
import { getSuspensionOperation, suspendMemberOperation, unsuspendMemberOperation } from './admin/suspensions'
import {
  downloadExportOperation,
  getExportOperation,
  listExportsOperation,
  startExportOperation,
} from './exports/operations'
import {
  listConversationsOperation,
  listMessagesOperation,
  markMessagesReadOperation,
  sendMessageOperation,
} from './messages/operations'
import { listChangesOperation } from './notifications/changes'
import {
  listNotificationsOperation,
  markAllNotificationsReadOperation,
  markNotificationReadOperation,
} from './notifications/operations'
import {
  getNotificationSettingsOperation,
  updateNotificationSettingsOperation,
} from './notifications/settings'
import { getConversationOperation, listRepliesOperation } from './posts/conversation'
import {
  createPostOperation,
  deletePostOperation,
  editPostOperation,
  getPostOperation,
  listPostVersionsOperation,
  restorePostOperation,
} from './posts/operations'
import {
  bookmarkPostOperation,
  likePostOperation,
  listLikersOperation,
  unbookmarkPostOperation,
  unlikePostOperation,
} from './posts/reactions'
import {
  blockUserOperation,
  followUserOperation,
  getRelationOperation,
  listBlocksOperation,
  listMutesOperation,
  muteUserOperation,
  unblockUserOperation,
  unfollowUserOperation,
  unmuteUserOperation,
} from './relations/operations'
import type { Operation } from './rest/operation'
import {
  deleteSavedSearchOperation,
  listSavedSearchesOperation,
  saveSearchOperation,
  searchPostsOperation,
  searchUsersOperation,
} from './search/operations'
import { streamEventsOperation } from './stream/operations'
import {
  bookmarksOperation,
  exploreTimelineOperation,
  homeTimelineOperation,
  popularTagsOperation,
  tagTimelineOperation,
  userLikesOperation,
  userRepliesOperation,
  userTimelineOperation,
} from './timelines/operations'
import { createTokenOperation, revokeTokenOperation } from './tokens/operations'
import {
  createUserOperation,
  getUserOperation,
  listFollowedOperation,
  listFollowersOperation,
  listFollowingOperation,
  listUsersOperation,
  updateUserOperation,
} from './users/operations'
import { getOwnAccountOperation } from './users/own-account'
import {
  listDeliveriesOperation,
  pingWebhookOperation,
  resendDeliveryOperation,
} from './webhooks/delivery-operations'
import {
  createWebhookOperation,
  deleteWebhookOperation,
  getWebhookOperation,
  listWebhooksOperation,
  rotateWebhookSecretOperation,
  updateWebhookOperation,
} from './webhooks/operations'

/** Every operation of the REST API, in the order of the OpenAPI document. A test compares them with app/api. */
export const operations: readonly Operation[] = [
  createUserOperation,
  listUsersOperation,
  getUserOperation,
  updateUserOperation,
  getOwnAccountOperation,
  createTokenOperation,
  revokeTokenOperation,
  listFollowersOperation,
  listFollowingOperation,
  listFollowedOperation,
  createPostOperation,
  getPostOperation,
  editPostOperation,
  deletePostOperation,
  restorePostOperation,
  listPostVersionsOperation,
  likePostOperation,
  unlikePostOperation,
  bookmarkPostOperation,
  unbookmarkPostOperation,
  listLikersOperation,
  listRepliesOperation,
  getConversationOperation,
  getRelationOperation,
  followUserOperation,
  unfollowUserOperation,
  blockUserOperation,
  unblockUserOperation,
  muteUserOperation,
  unmuteUserOperation,
  listBlocksOperation,
  listMutesOperation,
  homeTimelineOperation,
  exploreTimelineOperation,
  userTimelineOperation,
  userRepliesOperation,
  userLikesOperation,
  tagTimelineOperation,
  popularTagsOperation,
  bookmarksOperation,
  listConversationsOperation,
  listMessagesOperation,
  sendMessageOperation,
  markMessagesReadOperation,
  searchPostsOperation,
  searchUsersOperation,
  listSavedSearchesOperation,
  saveSearchOperation,
  deleteSavedSearchOperation,
  listChangesOperation,
  streamEventsOperation,
  listNotificationsOperation,
  markAllNotificationsReadOperation,
  markNotificationReadOperation,
  getNotificationSettingsOperation,
  updateNotificationSettingsOperation,
  startExportOperation,
  listExportsOperation,
  getExportOperation,
  downloadExportOperation,
  listWebhooksOperation,
  createWebhookOperation,
  getWebhookOperation,
  updateWebhookOperation,
  deleteWebhookOperation,
  rotateWebhookSecretOperation,
  pingWebhookOperation,
  listDeliveriesOperation,
  resendDeliveryOperation,
  listAdministratorsOperation,
  getSuspensionOperation,
  suspendMemberOperation,
  unsuspendMemberOperation,
  listFailedJobsOperation,
  retryFailedJobOperation,
  deleteFailedJobOperation,
]
