using AuthServe.Grains.Links;
using AuthServe.Grains.Mail;
using AuthServe.Grains.Storage;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace AuthServe.Grains.Invitations;

/// <summary>One invitation. Key: its id. Written only by its organization.</summary>
[Alias("authserve.internal.IInvitationGrain")]
internal interface IInvitationGrain : IGrainWithGuidKey
{
    /// <summary>The committed invitation; null when there never was one.</summary>
    [AlwaysInterleave, Alias("Find")]
    ValueTask<InvitationState?> FindAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes the invitation what a log entry says. Repeating an entry changes nothing.</summary>
    [Alias("Apply")]
    Task ApplyAsync(InvitationState invitation, long revision, CancellationToken cancellationToken = default);
}

/// <summary>What it says to others is a copy: whether it can be accepted, its organization decides. None stays in memory for long.</summary>
[GrainType("invitation"), CollectionAgeLimit(Minutes = 2)]
internal sealed class InvitationGrain([PersistentState("invitation")] IPersistentState<InvitationState> storage, LinkTokens links)
    : CommittedGrain<InvitationState>(storage), IInvitationGrain, IMailSubject
{
    private Guid Id => this.GetPrimaryKey();

    public ValueTask<InvitationState?> FindAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Exists ? State : null);

    public Task ApplyAsync(InvitationState invitation, long revision, CancellationToken cancellationToken = default) =>
        State.Revision < revision ? CommitAsync(invitation with { Revision = revision }) : Task.CompletedTask;

    // A mail of a link that another has replaced finds the newer one, which is what its reader wants.
    public Task<MailContent?> ComposeAsync(QueuedMail mail, CancellationToken cancellationToken = default)
    {
        if (!Exists || State.Status != InvitationStatus.Pending || State.Email != mail.Recipient) return Task.FromResult<MailContent?>(null);
        return Task.FromResult<MailContent?>(new MailContent
        {
            Token = links.Reveal(LinkPurpose.Invitation, Id, State.Link),
            ExpiresAt = State.Link.ExpiresAt,
            Organization = State.OrganizationName,
            Inviter = State.InviterName,
        });
    }
}
