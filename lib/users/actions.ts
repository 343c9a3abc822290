'use server'

import { redirect } from 'next/navigation'
import { AppError } from '../errors'
import { refund, spend } from '../rate-limit/rate-limit'
import { guestAction, memberAction } from '../request/action'
import { finish, refreshOrRedirectBack } from '../request/action-result'
import { startAccount } from '../request/auth'
import { draftKeyOf } from '../request/drafts'
import { setFlash } from '../request/flash'
import type { FormState } from '../request/form-state'
import { requestLocale } from '../request/locale'
import { getCaller } from '../request/viewer'
import type { Viewer } from '../viewer'
import { z } from '../zod'
import { removeProfilePicture, updateAccount } from './mutations'
import { accountInput, signUpInput } from './schema'

export async function signUpAction(_: FormState, form: FormData): Promise<FormState> {
  if (await getCaller()) redirect('/')
  return guestAction(form, {
    name: 'sign-up',
    schema: signUpInput,
    limit: 'signup-ip',
    secretFields: ['password', 'repeat'],
    async run(guest, input) {
      await startAccount(input, guest, await requestLocale())
      await setFlash('success', 'welcome', { name: input.username })
      redirect('/')
    },
  })
}

export async function updateAccountAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'account',
    schema: accountInput,
    limit: 'account',
    secretFields: ['current'],
    draft: { fields: ['username', 'displayName', 'email', 'aboutMe'] },
    async run(viewer, input) {
      const picture = form.get('picture')
      const upload = picture instanceof Blob && picture.size > 0 ? picture : null
      const update = async () => updateAccount(viewer, input, upload, { locale: await requestLocale() })
      await (upload ? limitUpload(viewer, update) : update())
      return finish('/account', 'accountSaved', draftKeyOf('account', form))
    },
  })
}

/** Spends a point for an upload, and returns it when the server is too busy for the upload. */
async function limitUpload(viewer: Viewer, update: () => Promise<void>): Promise<void> {
  const key = String(viewer.id)
  await spend('picture', key)
  try {
    await update()
  } catch (error) {
    if (error instanceof AppError && error.code === 'busy') await refund('picture', key, 1)
    throw error
  }
}

export async function removePictureAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'remove-picture',
    schema: z.object({}),
    limit: 'account',
    async run(viewer) {
      await removeProfilePicture(viewer)
      await refreshOrRedirectBack('success', 'pictureRemoved')
    },
  })
}
