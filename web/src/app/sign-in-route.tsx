import { useNavigate, useSearch } from '@tanstack/react-router';
import { SignInPage } from '../session/sign-in-page.tsx';

/** The sign-in, and from there to where one wanted to go. */
export function SignInRoute() {
  const { to, refused } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  return (
    <SignInPage
      {...(to !== undefined && { to })}
      {...(refused !== undefined && { refused })}
      onDone={() => void navigate({ href: to ?? '/desk' })}
    />
  );
}
