import { env } from '../env'
import { uploadLimits } from '../env/upload-limits'
import { limits } from '../limits'

/** The parameters of the messages in the namespace `errors`. */
export const errorNumbers = {
  usernameMin: String(limits.username.min),
  usernameMax: String(limits.username.max),
  displayNameMax: String(limits.displayName.max),
  emailMax: String(limits.email.max),
  passwordMin: String(limits.password.min),
  passwordMax: String(limits.password.max),
  aboutMeMax: String(limits.aboutMe.max),
  bodyMax: String(env.POST_MAX_LENGTH),
  messageMax: String(env.MESSAGE_MAX_LENGTH),
  labelMax: String(limits.apiTokens.name),
  daysMax: String(limits.apiTokens.days),
  urlMax: String(limits.webhooks.url),
  appNameMax: String(limits.oauthApps.name),
  websiteMax: String(limits.oauthApps.website),
  redirectUrisMax: String(limits.oauthApps.redirectUris),
  pictureMegabytes: String(uploadLimits.picture / 1024 / 1024),
  pictureMegapixels: String(limits.picture.maxPixels / 1_000_000),
}
