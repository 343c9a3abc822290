'use client'

import { ActionForm, FormButton, FormCheckbox } from '@/components/ui/action-form'
import { CurrentPassword } from '@/components/users/current-password'
import { LogInAgainLink } from '@/components/users/log-in-again'
import { changeAppAction, registerAppAction } from '@/lib/oauth-apps/actions'
import { appDescription, newAppInput } from '@/lib/oauth-apps/schema'
import type { OwnAppView } from '@/lib/oauth-apps/view'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import { CreatedAppCredentials } from './app-credentials'
import { AppFields } from './app-fields'

type Props = {
  proof: RequiredProof
  text: Record<string, string>
  fieldErrors: Record<string, string>
  formErrors: Record<string, string>
}

/** Registers an app and shows its credentials once. */
export function NewAppForm({ proof, text, fieldErrors, formErrors }: Props) {
  const lead = formErrors.reauthenticate ?? ''
  const logInAgain = <LogInAgainLink next="/account/apps/new" lead={lead} label={text.logInAgain ?? ''} />
  return (
    <ActionForm
      action={registerAppAction}
      schema={newAppInput}
      address="/account/apps/new"
      fieldErrors={fieldErrors}
      formErrors={{ ...formErrors, reauthenticate: logInAgain }}
      label={text.register ?? ''}
    >
      <CreatedAppCredentials text={text} />
      <AppFields text={text} />
      <FormCheckbox name="confidential" label={text.confidential ?? ''} />
      <CurrentPassword
        required={proof === 'password'}
        label={text.current ?? ''}
        hint={text.currentHint ?? ''}
      />
      <FormButton>{text.submit}</FormButton>
    </ActionForm>
  )
}

/** Changes an app, or replaces its secret and shows the new one once. */
export function AppForm({ app, proof, text, fieldErrors, formErrors }: Props & { app: OwnAppView }) {
  const lead = formErrors.reauthenticate ?? ''
  const logInAgain = <LogInAgainLink next="/account/apps" lead={lead} label={text.logInAgain ?? ''} />
  const values = { appName: app.name, website: app.website, redirectUris: app.redirectUris.join('\n') }
  return (
    <ActionForm
      action={changeAppAction}
      schema={appDescription}
      address={`/account/apps/edit?app=${app.id}`}
      fieldErrors={fieldErrors}
      formErrors={{ ...formErrors, reauthenticate: logInAgain }}
      label={app.name}
    >
      <CreatedAppCredentials text={text} />
      <input type="hidden" name="id" value={app.id} />
      <AppFields text={text} values={{ ...app, ...values, redirectUris: app.redirectUris }} />
      <CurrentPassword
        required={proof === 'password'}
        label={text.current ?? ''}
        hint={text.currentHint ?? ''}
      />
      <div className="flex flex-wrap gap-3">
        <FormButton name="intent" value="save">
          {text.save}
        </FormButton>
        {app.isConfidential && (
          <FormButton variant="secondary" name="intent" value="secret">
            {text.newSecret}
          </FormButton>
        )}
      </div>
    </ActionForm>
  )
}
