using Orleans.CodeGeneration;
using Orleans.Runtime;

namespace AuthServe.GrainInterfaces.Silos;

/// <summary>
/// A gateway sends calls of the method to one silo after the other. Without it, calls to one grain go by one connection for as long as that is open, and
/// it may happen that those to all grains go by the same one.
/// </summary>
[InvokableCustomInitializer(nameof(IRequest.AddInvokeMethodOptions), InvokeMethodOptions.Unordered)]
[AttributeUsage(AttributeTargets.Method)]
public sealed class InTurnAttribute : Attribute;
