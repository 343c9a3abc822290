import { useTranslations } from 'next-intl'
import { Button, type ButtonVariant } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { providerAction } from '@/lib/sessions/actions'

export type Provider = { id: string; name: string }

type Props = { providers: Provider[]; next: string; variant?: ButtonVariant }

/** Buttons that log in at a provider and lead to `next`. */
export function ProviderButtons({ providers, next, variant }: Props) {
  const t = useTranslations('logIn')
  return providers.map(({ id, name }) => (
    <ButtonForm key={id} action={providerAction}>
      <input type="hidden" name="provider" value={id} />
      <input type="hidden" name="next" value={next} />
      <Button variant={variant} className="w-full">
        {t('with', { provider: name })}
      </Button>
    </ButtonForm>
  ))
}
