"""CTC (temporary)."""
import numpy as np
NEG=-1e30
def ctc_cost(A, lengths, texts):
    n,T,K=A.shape
    L=np.array([len(t) for t in texts]); S=2*int(L.max(initial=0))+1
    ext=np.full((n,S),K-1); 
    for i,t in enumerate(texts): ext[i,1:2*len(t):2]=t
    skip=np.zeros((n,S),bool); skip[:,3::2]=ext[:,3::2]!=ext[:,1:-2:2]
    valid=np.arange(S)[None]<(2*L+1)[:,None]
    logA=np.log(np.maximum(A.astype(np.float64),1e-30))
    lp=np.take_along_axis(logA,np.broadcast_to(ext[:,None,:],(n,T,S)),axis=2)
    lp=np.where(valid[:,None,:],lp,NEG)
    al=np.full((n,T,S+2),NEG); al[:,0,2]=lp[:,0,0]
    if S>1: al[:,0,3]=lp[:,0,1]
    for t in range(1,T):
        p=al[:,t-1]
        m=np.logaddexp(p[:,2:],p[:,1:-1]); m=np.where(skip,np.logaddexp(m,p[:,:-2]),m)
        al[:,t,2:]=m+lp[:,t]
    al=al[:,:,2:]
    last=lengths-1; idx=np.arange(n)
    end=al[idx,last]
    e1=end[idx,2*L]; e2=np.where(L>0,end[idx,np.maximum(2*L-1,0)],NEG)
    lpz=np.logaddexp(e1,e2)
    be=np.full((n,T,S+2),NEG)
    fin=np.full((n,S),NEG); fin[idx,2*L]=0; fin[idx,np.where(L>0,2*L-1,2*L)]=0
    skipn=np.zeros((n,S),bool); skipn[:,:-2]=skip[:,2:]
    cur=np.full((n,S+2),NEG)
    for t in range(T-1,-1,-1):
        q=cur.copy()
        if t<T-1:
            q[:,:S]=q[:,:S]+lp[:,t+1]
        m=np.logaddexp(q[:,:S],q[:,1:S+1]); m=np.where(skipn,np.logaddexp(m,q[:,2:]),m)
        m=np.where((last==t)[:,None],fin,m)
        cur=np.full((n,S+2),NEG); cur[:,:S]=m
        be[:,t,:S]=m
    be=be[:,:,:S]
    g=np.exp(np.minimum(al+be-lpz[:,None,None],0))
    occ=np.zeros((n,T,K))
    onehot=np.eye(K)[ext]*valid[...,None]
    occ=np.matmul(g,onehot)
    frame=np.arange(T)[None]<lengths[:,None]
    ok=lpz>-1e20
    delta=(A-occ)*frame[...,None]*ok[:,None,None]
    return np.where(ok,-lpz,np.inf),delta
